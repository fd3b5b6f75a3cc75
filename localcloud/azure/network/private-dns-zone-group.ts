// DNS zone groups of private endpoints: one group an endpoint, up to five zones, each of them existing.
import type { Kind } from '../../kind';
import { isMissing, list, same, text } from '../shared/values';
import { mustExist, nameAt, networkApi, networkName, networkPath } from './references';

const token = 'azure-native:network:PrivateDnsZoneGroup';
const zoneForm = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/privateDnsZones\/[^/]+$/i;

export const privateDnsZoneGroup: Kind = {
  token,
  type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
  apiVersion: networkApi,
  path: `${networkPath}/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}`,
  name: networkName('privateDnsZoneGroupName'),
  location: 'none',
  check: (ctx) => {
    const configs = list(ctx.inputs, 'privateDnsZoneConfigs');
    if (configs.length > 5)
      ctx.refuse(
        'privateDnsZoneConfigs',
        'PrivateDnsZoneConfigLimitExceeded',
        `A private DNS zone group can have at most 5 zones, but ${configs.length} are given.`,
      );
    configs.forEach((config, index) => {
      const path = `privateDnsZoneConfigs[${index}]`;
      const [name, zone] = [text(config, 'name'), text(config, 'privateDnsZoneId')];
      if (isMissing(config, 'name')) ctx.refuse(`${path}.name`, 'MissingName', 'A private DNS zone configuration has no name.');
      if (isMissing(config, 'privateDnsZoneId'))
        ctx.refuse(`${path}.privateDnsZoneId`, 'PrivateDnsZoneIdMissing', 'A private DNS zone configuration names no zone.');
      if (zone !== undefined && !zoneForm.test(zone))
        ctx.refuse(`${path}.privateDnsZoneId`, 'InvalidPrivateDnsZoneIds', `'${zone}' is not the id of a private DNS zone.`);
      const earlier = configs.slice(0, index);
      if (name !== undefined && earlier.some((other) => same(text(other, 'name'), name)))
        ctx.refuse(`${path}.name`, 'DuplicateResourceName', `Configuration name '${name}' is used more than once.`);
      if (zone !== undefined && earlier.some((other) => same(text(other, 'privateDnsZoneId'), zone)))
        ctx.refuse(`${path}.privateDnsZoneId`, 'DuplicatePrivateDnsZone', `Private DNS zone ${zone} is given more than once.`);
    });
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    const endpoint = ctx.id.replace(/\/privateDnsZoneGroups\/[^/]+$/i, '');
    const other = ctx.world.list({ token, under: endpoint }).find((group) => !same(group.id, ctx.id));
    if (other)
      ctx.refuse(
        400,
        'MultiplePrivateDnsZoneGroupsNotAllowed',
        `Private endpoint ${endpoint} already has the private DNS zone group ${nameAt(other.id)}; only one is allowed.`,
      );
    for (const config of list(ctx.inputs, 'privateDnsZoneConfigs')) {
      const zone = text(config, 'privateDnsZoneId');
      if (zone !== undefined) mustExist(ctx, zone);
    }
  },
  outputs: ({ id, inputs, world, guid }) => {
    const endpoint = world.get(id.replace(/\/privateDnsZoneGroups\/[^/]+$/i, ''));
    const records = list(endpoint?.outputs, 'customDnsConfigs');
    return {
      etag: `W/"${guid('etag')}"`,
      privateDnsZoneConfigs: list(inputs, 'privateDnsZoneConfigs').map((config) => ({
        name: text(config, 'name') ?? '',
        privateDnsZoneId: text(config, 'privateDnsZoneId') ?? '',
        recordSets: records.map((entry) => ({
          recordType: 'A',
          recordSetName: (text(entry, 'fqdn') ?? '').split('.')[0] ?? '',
          fqdn: text(entry, 'fqdn') ?? '',
          ttl: 10,
          ipAddresses: list(entry, 'ipAddresses').slice(),
          provisioningState: 'Succeeded',
        })),
      })),
    };
  },
  isAsync: true,
};
