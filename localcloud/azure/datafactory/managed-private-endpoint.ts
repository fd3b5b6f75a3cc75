// Private endpoints of a factory's managed network: the target must exist and its owner approves the connection.
import { isGiven, isMissing, list, same, text } from '../shared/values';
import type { Kind } from '../../kind';
import { targetOf } from '../network/private-link-targets';
import { factoryPath } from './documents';

export const managedPrivateEndpoint: Kind = {
  token: 'azure-native:datafactory:ManagedPrivateEndpoint',
  type: 'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints',
  apiVersion: '2018-06-01',
  path: `${factoryPath}/managedVirtualNetworks/{managedVirtualNetworkName}/managedPrivateEndpoints/{managedPrivateEndpointName}`,
  name: {
    property: 'managedPrivateEndpointName',
    pattern: /^[A-Za-z0-9_][\w-]{0,126}$/,
    code: 'BadRequest',
    message: 'The name of the managed private endpoint is invalid: 1 to 127 letters, digits, underscores and hyphens.',
  },
  location: 'none',
  check: (ctx) => {
    const network = text(ctx.inputs, 'managedVirtualNetworkName');
    if (network !== undefined && network !== 'default')
      ctx.refuse('managedVirtualNetworkName', 'BadRequest', `The managed virtual network of a factory is named 'default', not '${network}'.`);
    const [id, group] = [text(ctx.inputs, 'properties.privateLinkResourceId'), text(ctx.inputs, 'properties.groupId')];
    if (isMissing(ctx.inputs, 'properties.privateLinkResourceId') && isGiven(ctx.inputs, 'properties'))
      ctx.refuse('properties.privateLinkResourceId', 'BadRequest', 'A managed private endpoint names the resource to connect to.');
    const groups = id === undefined ? undefined : targetOf(id)?.groups;
    if (group !== undefined && groups && !groups.some((known) => same(known, group)))
      ctx.refuse('properties.groupId', 'BadRequest', `Group id '${group}' is not valid for ${id}. Valid group ids: ${groups.join()}.`);
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    const network = ctx.id.replace(/\/managedPrivateEndpoints\/[^/]+$/i, '');
    if (!ctx.world.get(network)) ctx.refuse(404, 'ParentResourceNotFound', `The managed virtual network '${network}' could not be found.`);
    const id = text(ctx.inputs, 'properties.privateLinkResourceId');
    if (id !== undefined && !ctx.world.get(id)) ctx.refuse(400, 'BadRequest', `The resource '${id}' of the managed private endpoint was not found.`);
    const [before, after] = [ctx.before?.inputs, ctx.inputs].map(
      (inputs) => `${text(inputs, 'properties.privateLinkResourceId')}|${text(inputs, 'properties.groupId')}`,
    );
    if (ctx.operation === 'update' && !same(before, after))
      ctx.refuse(400, 'BadRequest', `The target of managed private endpoint '${ctx.id}' cannot be changed.`);
  },
  outputs: ({ inputs, world, guid }) => {
    const target = world.get(text(inputs, 'properties.privateLinkResourceId') ?? '');
    const fqdns = list(inputs, 'properties.fqdns');
    const known = target ? (targetOf(target.id)?.fqdns(target, text(inputs, 'properties.groupId') ?? '') ?? []) : [];
    return {
      etag: guid('etag'),
      properties: {
        provisioningState: 'Succeeded',
        isReserved: false,
        fqdns: fqdns.length > 0 ? [...fqdns] : known,
        connectionState: { status: 'Pending', description: '', actionsRequired: 'None' },
      },
    };
  },
};
