// A registry that is closed to the public is reached through a private endpoint, or by nobody.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { hasPrivateEndpoint } from '../shared/private-endpoint';

export const registryPrivateEndpoint = stackPolicy({
  id: 'registry-private-endpoint',
  title: 'Closed container registries have a private endpoint',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'With publicNetworkAccess Disabled and no private endpoint, nothing can pull an image, and someone will open the registry in a hurry.',
  remediation: {
    text: 'Create a PrivateEndpoint for the group registry.',
    example:
      "new network.PrivateEndpoint('registry', { subnet, privateLinkServiceConnections: [{ name: 'registry', privateLinkServiceId: registry.id, groupIds: ['registry'] }] });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-private-link'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry, stack) => {
    if (!isOneOf(registry.read('publicNetworkAccess'), ['Disabled'])) return;
    if (!hasPrivateEndpoint(registry.resource, stack)) registry.fail('', 'is closed to the public, and no private endpoint of the stack leads to it');
  },
});
