// CKV_AZURE_189: the public endpoint is off, or open to named networks alone.
import { isOneOf, textOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { type Subject } from '../../subject';
import { isWorldOpen } from '../shared/ip-ranges';

export const keyVaultPublicNetworkAccess = resourcePolicy({
  id: 'keyvault-public-network-access',
  title: 'Key vaults answer no public network that is not named',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_189'],
  differs: {
    CKV_AZURE_189:
      'checkov passes any IP rule, even 0.0.0.0/0 in a firewall that allows by default; here the firewall must deny by default and the rules must name networks',
  },
  anchors: ['CIS Azure 5.0 8.3.7'],
  rationale: 'Without a public endpoint a stolen token is of no use outside our network.',
  remediation: {
    text: 'Set publicNetworkAccess to Disabled and reach the vault through a private endpoint, or deny by default and list the networks.',
    example: "new keyvault.Vault('vault', { properties: { publicNetworkAccess: 'Disabled', … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/network-security'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => {
    if (isOneOf(vault.read('properties.publicNetworkAccess'), ['disabled', 'SecuredByPerimeter'])) return;
    if (isOneOf(vault.read('properties.networkAcls.defaultAction'), ['Deny']) && namesNetworks(vault)) return;
    vault.fail(
      'properties.publicNetworkAccess',
      `can be reached from public networks: publicNetworkAccess is ${vault.shown('properties.publicNetworkAccess')}`,
    );
  },
});

/** True where the firewall lists subnets, or addresses that are not the whole world. */
function namesNetworks(vault: Subject): boolean {
  if (vault.some('properties.networkAcls.ipRules', (rule) => isWorldOpen(textOf(rule.read('value')) ?? ''))) return false;
  return ['ipRules', 'virtualNetworkRules'].some((list) => vault.some(`properties.networkAcls.${list}`, () => true));
}
