// Endpoints in Azure DNS zones are a preview that is being retired.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageDnsZoneEndpoints = resourcePolicy({
  id: 'storage-dns-zone-endpoints',
  title: 'Storage accounts have standard endpoints',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  rationale: 'Accounts with such endpoints can soon not be made any more, and private DNS zones of the standard endpoints do not fit them.',
  remediation: {
    text: 'Set dnsEndpointType to Standard, or leave it out.',
    example: "new storage.StorageAccount('lake', { dnsEndpointType: 'Standard', … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/azurednszone-endpoints-retirement-faq'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    if (isOneOf(account.read('dnsEndpointType'), ['AzureDnsZone']))
      account.fail('dnsEndpointType', 'has endpoints in an Azure DNS zone, a preview that Azure retires by 2027-04-01');
  },
});
