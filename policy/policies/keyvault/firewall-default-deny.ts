// CKV_AZURE_109: who is not named by a rule is not let in.
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

export const keyVaultFirewallDefaultDeny = resourcePolicy({
  id: 'keyvault-firewall-default-deny',
  title: 'Key vault firewalls deny by default',
  severity: 'critical',
  level: 'mandatory',
  checkov: ['CKV_AZURE_109'],
  differs: { CKV_AZURE_109: 'checkov tells deny from Deny; Azure does not' },
  anchors: ['trivy AZU-0013'],
  rationale: 'A vault whose firewall allows by default answers the whole internet; a stolen token is then enough to read every secret.',
  remediation: {
    text: 'Set networkAcls.defaultAction to Deny and list who may come in.',
    example: "new keyvault.Vault('vault', { properties: { networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' }, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/network-security'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => requireOneOf(vault, 'properties.networkAcls.defaultAction', ['Deny'], 'lets in every network'),
});
