import type { Resource } from '../../policy/resource';
import { Stack } from '../../policy/stack';

const resource = (type: string, inputs: Resource['inputs']): Resource => ({
  urn: `urn:pulumi:prod::p::${type}::x`,
  type,
  name: 'x',
  inputs,
  isProtected: false,
  propertyDependencies: {},
});
const setting = resource('azure-native:monitor:DiagnosticSetting', {
  resourceUri: '/subscriptions/s/resourceGroups/kv-example/providers/Microsoft.Network/virtualNetworks/vnet',
});

test.each([
  ['a vault that has the name of the group', resource('azure-native:keyvault:Vault', { vaultName: 'kv-example' }), false],
  ['the group itself', resource('azure-native:resources:ResourceGroup', { resourceGroupName: 'KV-example' }), true],
  ['the network', resource('azure-native:network:VirtualNetwork', { virtualNetworkName: 'vnet' }), true],
])('an id in a group means %s: %#', (_, to, expected) => {
  expect(new Stack([setting, to]).refers(setting, 'resourceUri', to)).toBe(expected);
});
