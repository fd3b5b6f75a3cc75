// Subnets: inside their network's space, clear of each other, at most one delegation; not removable while something lives in them.
import type { AdmitContext, Kind, StoredResource } from '../../kind';
import { isFalse, list, record, same, text } from '../shared/values';
import { delegationActions } from './delegations';
import { nameAt, networkApi, networkName, networkPath } from './references';
import { admitSubnet, admitSubnetChange, checkSubnet, refuseDeleteInUse } from './subnet-rules';
import { inlineSubnets, networkIdOf, prefixesOf, subnetToken, subnetsOf, type SubnetView } from './subnet-view';
import { parseCidr } from './cidr';

const viewOf = (id: string, properties: StoredResource['inputs']): SubnetView => ({
  id,
  name: nameAt(id),
  properties,
  ranges: prefixesOf(properties).flatMap((prefix) => parseCidr(prefix) ?? []),
});

function admit(ctx: AdmitContext): void {
  const subnet = viewOf(ctx.id, ctx.inputs);
  if (ctx.operation === 'delete') return refuseDeleteInUse(ctx, subnet);
  const network = ctx.world.get(networkIdOf(ctx.id));
  if (!network) return;
  if (ctx.operation === 'create' && inlineSubnets(network.id, network.inputs).some((inline) => same(inline.id, ctx.id)))
    ctx.refuse(409, 'ResourceAlreadyExists', `cannot create already existing resource '${ctx.id}'`);
  admitSubnet(ctx, subnet, subnetsOf(ctx.world, network), network);
  if (ctx.operation !== 'update' || !ctx.before) return;
  admitSubnetChange(ctx, viewOf(ctx.id, ctx.before.inputs), subnet);
  // Absent means true.
  const had = isFalse(ctx.before.inputs, 'defaultOutboundAccess');
  if (had !== isFalse(ctx.inputs, 'defaultOutboundAccess')) {
    ctx.refuse(400, 'DefaultOutboundAccessCannotBeUpdated', `Subnet ${ctx.id}: defaultOutboundAccess can only be set when the subnet is created.`);
  }
}

export const subnet: Kind = {
  token: subnetToken,
  type: 'Microsoft.Network/virtualNetworks/subnets',
  apiVersion: networkApi,
  path: `${networkPath}/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}`,
  name: networkName('subnetName'),
  location: 'none',
  defaults: () => ({ privateEndpointNetworkPolicies: 'Disabled', privateLinkServiceNetworkPolicies: 'Enabled' }),
  check: (ctx) => checkSubnet(ctx, ctx.inputs, '', text(ctx.inputs, 'subnetName') ?? ''),
  admit,
  outputs: ({ id, inputs, guid, before }) => ({
    etag: before?.outputs['etag'] ?? `W/"${guid('etag')}"`,
    delegations: list(inputs, 'delegations').map((item) => {
      const name = text(item, 'name') ?? '';
      return {
        ...record({ item }, 'item'),
        id: `${id}/delegations/${name}`,
        type: 'Microsoft.Network/virtualNetworks/subnets/delegations',
        actions: delegationActions(text(item, 'serviceName') ?? ''),
        provisioningState: 'Succeeded',
      };
    }),
    serviceEndpoints: list(inputs, 'serviceEndpoints').map((item) => ({ locations: ['*'], ...record({ item }, 'item'), provisioningState: 'Succeeded' })),
    purpose: '',
  }),
  view: (stored, world) => ({
    privateEndpoints: world
      .list({ token: 'azure-native:network:PrivateEndpoint' })
      .filter((endpoint) => text(endpoint.inputs, 'subnet.id')?.toLowerCase() === stored.id.toLowerCase())
      .map((endpoint) => ({ id: endpoint.id })),
  }),
  isAsync: true,
};
