// HX-ADF-03: what a factory moves goes through a network of its own or of ours.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';

/** Where an SSIS runtime names the network that it joins. */
const joinedNetworks = ['computeProperties.vNetProperties.subnetId', 'computeProperties.vNetProperties.vNetId', 'customerVirtualNetwork.subnetId'];

export const datafactoryManagedNetwork = stackPolicy({
  id: 'datafactory-managed-network',
  title: 'Integration runtimes stand in a virtual network',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ADF-03', 'Azure Policy SSISIR_JoinVirtualNetwork'],
  rationale:
    'A runtime outside of every network reaches the lake and the vault over their public endpoints, from addresses that it shares with other customers.',
  remediation: {
    text: "Refer to the factory's managed virtual network, or have the SSIS runtime join a subnet.",
    example: "properties: { type: 'Managed', managedVirtualNetwork: { type: 'ManagedVirtualNetworkReference', referenceName: 'default' } }",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/managed-virtual-network-private-endpoint'],
  types: ['azure-native:datafactory:IntegrationRuntime'],
  check: (runtime, stack) => {
    // One that stands on our own machines is in our own network.
    if (isOneOf(runtime.read('properties.type'), ['SelfHosted'])) return;
    const paths = ['managedVirtualNetwork.referenceName', ...joinedNetworks].map((path) => `properties.${path}`);
    if (!paths.some((path) => stack.isSet(runtime.resource, path))) runtime.fail('properties.managedVirtualNetwork', 'stands in no virtual network');
  },
});
