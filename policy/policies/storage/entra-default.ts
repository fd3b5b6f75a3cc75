// HX-STG-08: the portal asks with the login of its user, not with the account key.
import { resourcePolicy } from '../../policy';
import { requireOn } from '../shared/switches';

export const storageEntraDefault = resourcePolicy({
  id: 'storage-entra-default',
  title: 'Storage accounts default to Entra authorization in the portal',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-STG-08', 'CIS Azure 5.0 9.3.3.1'],
  rationale: 'In the portal the account key would be taken first, so that nobody sees in the logs who read which data.',
  remediation: { text: 'Set defaultToOAuthAuthentication to true.', example: "new storage.StorageAccount('lake', { defaultToOAuthAuthentication: true, … });" },
  references: ['https://learn.microsoft.com/azure/storage/blobs/authorize-data-operations-portal'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => requireOn(account, 'defaultToOAuthAuthentication', 'the portal reads data with the account key by default'),
  remediate: (inputs) => ({ ...inputs, defaultToOAuthAuthentication: true }),
});
