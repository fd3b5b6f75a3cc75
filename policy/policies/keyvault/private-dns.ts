// A private vault has its private endpoint, and its name leads there.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { endpointsTo, hasDnsZoneGroup } from '../shared/private-endpoint';

export const keyVaultPrivateDns = stackPolicy({
  id: 'keyvault-private-dns',
  title: 'Private key vaults have a private endpoint and a private DNS zone group',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-05'],
  rationale: 'Callers use the public name of the vault; without the zone group it resolves to an address that answers nobody, and every job fails.',
  remediation: {
    text: 'Create a PrivateDnsZoneGroup on the endpoint with the zone privatelink.vaultcore.azure.net.',
    example:
      "new network.PrivateDnsZoneGroup('vault', { privateEndpointName: endpoint.name, privateDnsZoneConfigs: [{ name: 'vault', privateDnsZoneId: zone.id }], … });",
  },
  references: [
    'https://learn.microsoft.com/azure/private-link/private-endpoint-dns',
    'https://learn.microsoft.com/azure/key-vault/general/private-link-service',
  ],
  types: ['azure-native:keyvault:Vault'],
  check: (vault, stack) => {
    const value = vault.read('properties.publicNetworkAccess');
    if (!isOneOf(value, ['disabled', 'SecuredByPerimeter'])) return;
    const endpoints = endpointsTo(vault.resource, stack);
    if (endpoints.length === 0) vault.fail('', 'is closed to the public and no private endpoint of the stack leads to it');
    for (const endpoint of endpoints.filter((one) => !hasDnsZoneGroup(one, stack)))
      vault.fail('', `its private endpoint '${endpoint.name}' has no private DNS zone group, so its name leads to the public address that is off`);
  },
});
