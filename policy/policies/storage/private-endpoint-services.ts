// A data lake is reached by its blob endpoint as well as by its dfs endpoint.
import { isOn } from '../../compare';
import { stackPolicy } from '../../policy';
import { endpointsTo, groupsOf } from '../shared/private-endpoint';

export const storagePrivateEndpointServices = stackPolicy({
  id: 'storage-private-endpoint-services',
  title: 'Private endpoints of data lakes open blob and dfs',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Spark speaks dfs, the libraries around it speak blob; with one endpoint missing, half of the calls go out to a public address that is closed.',
  remediation: {
    text: 'Create a second PrivateEndpoint with the other groupId.',
    example:
      "for (const group of ['blob', 'dfs']) new network.PrivateEndpoint(`lake-${group}`, { privateLinkServiceConnections: [{ name: group, privateLinkServiceId: account.id, groupIds: [group] }], … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-private-endpoints'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account, stack) => {
    if (!isOn(account.read('isHnsEnabled'))) return;
    const groups = new Set(endpointsTo(account.resource, stack).flatMap(groupsOf));
    if (groups.has('dfs') && !groups.has('blob')) account.fail('', 'has a private endpoint for dfs and none for blob, which dfs calls and many libraries use');
    if (groups.has('blob') && !groups.has('dfs')) account.fail('', 'has a private endpoint for blob and none for dfs, which Databricks uses');
  },
});
