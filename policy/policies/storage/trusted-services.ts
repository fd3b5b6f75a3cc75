// CKV_AZURE_36: services of Azure that the platform needs pass the firewall.
import { isOneOf, textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageTrustedServices = resourcePolicy({
  id: 'storage-trusted-services',
  title: 'Storage firewalls let trusted Azure services pass',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_36'],
  differs: {
    CKV_AZURE_36:
      "checkov's ARM check fails 'Logging, AzureServices' and a missing rule set; both let trusted services in, and pass here as in its Terraform check",
  },
  anchors: ['trivy AZU-0010', 'CIS Azure 5.0 9.3.5'],
  rationale: 'Behind a firewall without this exception, diagnostic logs, Event Grid and Data Factory with managed identity no longer reach the account.',
  remediation: {
    text: 'Set networkRuleSet.bypass to AzureServices.',
    example: "new storage.StorageAccount('lake', { networkRuleSet: { defaultAction: 'Deny', bypass: 'AzureServices' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-network-security'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    const action = account.read('networkRuleSet.defaultAction');
    if (action === undefined || isOneOf(action, ['Allow'])) return;
    const bypass = account.read('networkRuleSet.bypass');
    // Left out, the service takes AzureServices. A list in one text: "Logging, AzureServices".
    if (
      bypass === undefined ||
      textOf(bypass)
        ?.split(',')
        .some((name) => isOneOf(name.trim(), ['AzureServices']))
    )
      return;
    account.fail('networkRuleSet.bypass', `keeps trusted Azure services out: bypass is ${account.shown('networkRuleSet.bypass')}`);
  },
});
