// HX-ADF-04: a factory is reached through a private endpoint.
import { stackPolicy } from '../../policy';
import { hasPrivateEndpoint } from '../shared/private-endpoint';

export const datafactoryPrivateEndpoint = stackPolicy({
  id: 'datafactory-private-endpoint',
  title: 'Data factories have a private endpoint',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ADF-04', 'Azure Policy DataFactory_PrivateEndpoints_Audit'],
  rationale: 'Without it self-hosted runtimes and tools command the factory over its public address, or not at all.',
  remediation: {
    text: 'Create a PrivateEndpoint with the factory as its privateLinkServiceId and the group dataFactory.',
    example:
      "new network.PrivateEndpoint('factory', { subnet, privateLinkServiceConnections: [{ name: 'adf', privateLinkServiceId: factory.id, groupIds: ['dataFactory'] }] });",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/data-factory-private-link'],
  types: ['azure-native:datafactory:Factory'],
  check: (factory, stack) => {
    if (!hasPrivateEndpoint(factory.resource, stack, 'dataFactory')) factory.fail('', 'no private endpoint of the stack leads to it');
  },
});
