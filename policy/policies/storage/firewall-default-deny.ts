// CKV_AZURE_35: who is not named by a rule is not let in.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageFirewallDefaultDeny = resourcePolicy({
  id: 'storage-firewall-default-deny',
  title: 'Storage firewalls deny by default',
  severity: 'critical',
  level: 'mandatory',
  checkov: ['CKV_AZURE_35'],
  differs: {
    CKV_AZURE_35:
      'an account without a public endpoint passes: Azure ignores the rules then. A missing rule set fails as in ARM; the Terraform check says nothing of it',
  },
  anchors: ['trivy AZU-0012', 'CIS Azure 5.0 9.3.2.3', 'PSRule AZR-000202'],
  rationale: 'An account whose firewall allows by default answers the whole internet; its other rules have no effect.',
  remediation: {
    text: 'Set networkRuleSet.defaultAction to Deny and list who may come in.',
    example: "new storage.StorageAccount('lake', { networkRuleSet: { defaultAction: 'Deny', bypass: 'AzureServices' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-network-security'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    if (isOneOf(account.read('networkRuleSet.defaultAction'), ['Deny'])) return;
    // Without a public endpoint nothing is left for the rules to let in.
    if (isOneOf(account.read('publicNetworkAccess'), ['Disabled'])) return;
    account.fail('networkRuleSet.defaultAction', `lets in every network: defaultAction is ${account.shown('networkRuleSet.defaultAction')}`);
  },
});
