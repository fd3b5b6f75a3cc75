// Route tables: named routes to different ranges, an address for virtual appliances only; not removable while subnets use them.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { isGiven, isMissing, isRecord, list, record, same, text } from '../shared/values';
import { parseAddress, parseCidr } from './cidr';
import { networkApi, networkName, networkPath } from './references';
import { isServiceTag } from './service-tags';
import { subnetsReferring } from './subnet-view';

const mostRoutes = 600;

function check(ctx: CheckContext): void {
  const routes = list(ctx.inputs, 'routes');
  if (routes.length > mostRoutes)
    ctx.refuse('routes', 'RouteTableRouteLimitExceeded', `A route table can have at most ${mostRoutes} routes, but ${routes.length} are given.`);
  routes.forEach((route, index) => {
    const path = `routes[${index}]`;
    const [name, prefix] = [text(route, 'name'), text(route, 'addressPrefix')];
    if (isRecord(route) && isMissing(route, 'name')) ctx.refuse(`${path}.name`, 'MissingName', 'A route has no name.');
    if (isRecord(route) && isMissing(route, 'addressPrefix'))
      ctx.refuse(`${path}.addressPrefix`, 'RouteAddressPrefixMissing', 'A route has no address prefix.');
    const earlier = routes.slice(0, index);
    if (name !== undefined && earlier.some((other) => same(text(other, 'name'), name)))
      ctx.refuse(`${path}.name`, 'DuplicateResourceName', `Route name '${name}' is used more than once.`);
    if (prefix !== undefined && !isServiceTag(prefix) && (parseCidr(prefix)?.hasHostBits ?? true))
      ctx.refuse(`${path}.addressPrefix`, 'InvalidAddressPrefixFormat', `Address prefix ${prefix} of route ${name} is not a valid CIDR range.`);
    if (prefix !== undefined && earlier.some((other) => same(text(other, 'addressPrefix'), prefix)))
      ctx.refuse(`${path}.addressPrefix`, 'RouteConflict', `Route ${name} conflicts with another route of the table: both are for ${prefix}.`);
    checkNextHop(ctx, path, route);
  });
}

function checkNextHop(ctx: CheckContext, path: string, route: Parameters<typeof text>[0]): void {
  const [type, address] = [text(route, 'nextHopType'), text(route, 'nextHopIpAddress')];
  if (address !== undefined && !parseAddress(address)) ctx.refuse(`${path}.nextHopIpAddress`, 'InvalidIPAddress', `'${address}' is not a valid IP address.`);
  if (type === undefined) return;
  const needs = same(type, 'VirtualAppliance');
  if (needs && isMissing(route, 'nextHopIpAddress'))
    ctx.refuse(`${path}.nextHopIpAddress`, 'NextHopIpAddressRequired', 'A route to a virtual appliance needs nextHopIpAddress.');
  if (!needs && isGiven(route, 'nextHopIpAddress') && address !== '')
    ctx.refuse(`${path}.nextHopIpAddress`, 'NextHopIpAddressNotAllowed', `nextHopIpAddress is only for routes to a virtual appliance, not of type ${type}.`);
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation !== 'delete') return;
  const users = subnetsReferring(ctx.world, 'routeTable.id', ctx.id);
  if (users.length === 0) return;
  ctx.refuse(
    400,
    'InUseRouteTableCannotBeDeleted',
    `Route table ${ctx.id} is in use and cannot be deleted. It is used by the following subnet(s): ${users.join(', ')}.`,
  );
}

export const routeTable: Kind = {
  token: 'azure-native:network:RouteTable',
  type: 'Microsoft.Network/routeTables',
  apiVersion: networkApi,
  path: `${networkPath}/routeTables/{routeTableName}`,
  name: networkName('routeTableName'),
  location: 'from-resource-group',
  defaults: () => ({ disableBgpRoutePropagation: false }),
  check,
  admit,
  outputs: ({ id, inputs, before, guid }) => ({
    resourceGuid: before?.outputs['resourceGuid'] ?? guid('resourceGuid'),
    etag: `W/"${guid('etag')}"`,
    routes: list(inputs, 'routes').map((item) => ({
      ...record({ item }, 'item'),
      id: `${id}/routes/${text(item, 'name') ?? ''}`,
      type: 'Microsoft.Network/routeTables/routes',
      hasBgpOverride: false,
      provisioningState: 'Succeeded',
    })),
  }),
  view: (stored, world) => ({ subnets: subnetsReferring(world, 'routeTable.id', stored.id).map((id) => ({ id })) }),
  isAsync: true,
};
