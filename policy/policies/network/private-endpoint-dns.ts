// HX-NET-05: the name of a service leads to its private endpoint.
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { Subject } from '../../subject';
import { isList, isProperties, valueAt } from '../../value';

export const networkPrivateEndpointDns = stackPolicy({
  id: 'network-private-endpoint-dns',
  title: 'Private endpoints are in a private DNS zone',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-05', 'Azure Policy *_PrivateDNSZone_DINE'],
  rationale: "Without a zone group the service's name still leads to its public address: clients go round the endpoint, or are turned away by the firewall.",
  remediation: {
    text: 'Create a PrivateDnsZoneGroup for the endpoint with the zone of the service, such as privatelink.dfs.core.windows.net.',
    example:
      "new network.PrivateDnsZoneGroup('lake-dfs', { privateEndpointName: endpoint.name, privateDnsZoneConfigs: [{ name: 'dfs', privateDnsZoneId: zone.id }], … });",
  },
  references: ['https://learn.microsoft.com/azure/private-link/private-endpoint-dns'],
  types: ['azure-native:network:PrivateEndpoint'],
  check: (endpoint, stack) => {
    if (leadsToOwnService(endpoint.resource)) return;
    const groups = stack.referring('azure-native:network:PrivateDnsZoneGroup', 'privateEndpointName', endpoint.resource);
    if (!groups.some((group) => hasZone(group, stack, endpoint))) endpoint.fail('', 'no zone group of the stack puts it into a private DNS zone');
  },
});

/** A private link service of our own has no zone of Azure's. */
const leadsToOwnService = ({ inputs }: Resource): boolean => {
  const connections = inputs['privateLinkServiceConnections'];
  const first = isList(connections) ? connections[0] : connections;
  const id = isProperties(first) ? first['privateLinkServiceId'] : undefined;
  return typeof id === 'string' && /\/providers\/Microsoft\.Network\/privateLinkServices\//i.test(id);
};

function hasZone(group: Resource, stack: Stack, { environment }: Subject): boolean {
  const path = 'privateDnsZoneConfigs';
  if (valueAt(group.inputs, path) === undefined) return false;
  return new Subject(group, environment, []).some(path, (config) => stack.isSet(group, config.pathOf('privateDnsZoneId')));
}
