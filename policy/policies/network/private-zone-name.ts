// HX-NET-05: the zone of an endpoint is the one that its service's name leads through.
import { textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { Subject } from '../../subject';
import { UnknownValueError, valueAt } from '../../value';

/** By sub-resource, in lower case; those whose zone depends on the service are left out. */
const zones: Readonly<Record<string, string>> = {
  blob: 'privatelink.blob.core.windows.net',
  dfs: 'privatelink.dfs.core.windows.net',
  file: 'privatelink.file.core.windows.net',
  queue: 'privatelink.queue.core.windows.net',
  table: 'privatelink.table.core.windows.net',
  web: 'privatelink.web.core.windows.net',
  vault: 'privatelink.vaultcore.azure.net',
  registry: 'privatelink.azurecr.io',
  databricks_ui_api: 'privatelink.azuredatabricks.net',
  browser_authentication: 'privatelink.azuredatabricks.net',
  datafactory: 'privatelink.datafactory.azure.net',
  sqlserver: 'privatelink.database.windows.net',
};
const zoneType = 'azure-native:privatedns:PrivateZone';

export const networkPrivateZoneName = stackPolicy({
  id: 'network-private-zone-name',
  title: 'Private endpoints are in the DNS zone of their service',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-05', 'Azure Policy *_PrivateDNSZone_DINE'],
  rationale: "In a zone of another name nobody looks the endpoint up: the service's name still leads to its public address, and everything looks right.",
  remediation: {
    text: 'Put the endpoint into the zone that Azure resolves its sub-resource in, such as privatelink.dfs.core.windows.net for dfs.',
    example: "new privatedns.PrivateZone('dfs', { privateZoneName: 'privatelink.dfs.core.windows.net', location: 'global', … });",
  },
  references: ['https://learn.microsoft.com/azure/private-link/private-endpoint-dns'],
  types: ['azure-native:network:PrivateEndpoint'],
  check: (endpoint, stack) => {
    const names = stack
      .referring('azure-native:network:PrivateDnsZoneGroup', 'privateEndpointName', endpoint.resource)
      .flatMap((group) => zoneNames(group, stack, endpoint));
    // Without a zone group there is nothing to compare; that one is missing is said elsewhere.
    if (names.length === 0) return;
    for (const list of ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'])
      endpoint.each(list, (connection) =>
        connection.each('groupIds', (group) => {
          const zone = zones[(textOf(group.read('')) ?? '').toLowerCase()];
          if (zone !== undefined && !names.includes(zone)) group.fail('', `is not in the zone ${zone}, but in ${names.join(', ')}`);
        }),
      );
  },
});

/** Names of the zones of a group, in lower case: out of their ids, or of the zones of the stack that those are made from. */
function zoneNames(group: Resource, stack: Stack, { environment }: Subject): readonly string[] {
  const names: string[] = [];
  new Subject(group, environment, []).each('privateDnsZoneConfigs', (config) => {
    const path = config.pathOf('privateDnsZoneId');
    names.push(...namesAt(group, path, stack).map((name) => name.toLowerCase()));
  });
  return names;
}

function namesAt(group: Resource, path: string, stack: Stack): readonly string[] {
  try {
    return textOf(valueAt(group.inputs, path))?.split('/').slice(-1) ?? [];
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    const made = stack.referred(group, path, zoneType);
    if (made.length === 0) throw error;
    return made.flatMap(({ inputs }) => textOf(valueAt(inputs, 'privateZoneName')) ?? []);
  }
}
