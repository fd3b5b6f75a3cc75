// Links of private DNS zones to networks: one a pair, registration in one zone only, the network fixed.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { isChanged, isMissing, isTrue, same, text } from '../shared/values';
import { checkGlobal, dnsApi, linkToken, zonePath } from './private-zone';
import { nameAt, networkName } from '../network/references';

const zoneIdOf = (id: string): string => id.replace(/\/virtualNetworkLinks\/[^/]+$/i, '');

function check(ctx: CheckContext): void {
  checkGlobal(ctx, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks');
  const network = text(ctx.inputs, 'virtualNetwork.id');
  if (isMissing(ctx.inputs, 'virtualNetwork.id'))
    ctx.refuse('virtualNetwork', 'BadRequest', 'The virtual network reference is missing from the virtual network link.');
  if (
    network !== undefined &&
    !/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.(Network|ClassicNetwork)\/virtualNetworks\/[^/]+$/i.test(network)
  ) {
    ctx.refuse('virtualNetwork.id', 'BadRequest', `'${network}' is not the resource id of a virtual network.`);
  }
  const zone = text(ctx.inputs, 'privateZoneName');
  if (text(ctx.inputs, 'resolutionPolicy') === 'NxDomainRedirect' && zone !== undefined && !/(^|\.)privatelink\./i.test(zone)) {
    ctx.refuse('resolutionPolicy', 'BadRequest', `Resolution policy NxDomainRedirect is only allowed on links of privatelink zones, not of '${zone}'.`);
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const network = text(ctx.inputs, 'virtualNetwork.id');
  if (network === undefined) return;
  if (
    ctx.operation === 'update' &&
    ctx.before &&
    isChanged(ctx.before.inputs, ctx.inputs, 'virtualNetwork.id') &&
    !same(text(ctx.before.inputs, 'virtualNetwork.id'), network)
  ) {
    ctx.refuse(
      400,
      'BadRequest',
      `The virtual network of link '${nameAt(ctx.id)}' cannot be changed from '${text(ctx.before.inputs, 'virtualNetwork.id')}' to '${network}'.`,
    );
  }
  if (!ctx.world.get(network)) ctx.refuse(400, 'BadRequest', `The virtual network '${network}' referenced by link '${nameAt(ctx.id)}' was not found.`);
  const others = ctx.world.list({ token: linkToken }).filter((link) => !same(link.id, ctx.id) && same(text(link.inputs, 'virtualNetwork.id'), network));
  if (others.some((link) => same(zoneIdOf(link.id), zoneIdOf(ctx.id)))) {
    ctx.refuse(409, 'Conflict', `The virtual network '${network}' is already linked to the private DNS zone '${nameAt(zoneIdOf(ctx.id))}'.`);
  }
  const twin = others.find((link) => same(nameAt(zoneIdOf(link.id)), nameAt(zoneIdOf(ctx.id))));
  if (twin)
    ctx.refuse(
      409,
      'Conflict',
      `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network '${network}' with '${nameAt(zoneIdOf(ctx.id))}' zone, and it is already linked with '${zoneIdOf(twin.id)}'.`,
    );
  if (isTrue(ctx.inputs, 'registrationEnabled') && others.some((link) => isTrue(link.inputs, 'registrationEnabled'))) {
    ctx.refuse(409, 'Conflict', `A virtual network can only be linked to 1 private DNS zone with registration enabled; '${network}' already is.`);
  }
}

export const virtualNetworkLink: Kind = {
  token: linkToken,
  type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  apiVersion: dnsApi,
  path: `${zonePath}/virtualNetworkLinks/{virtualNetworkLinkName}`,
  name: networkName('virtualNetworkLinkName'),
  location: 'global',
  defaults: () => ({ registrationEnabled: false }),
  check,
  admit,
  outputs: ({ inputs, guid }) => ({
    etag: guid('etag'),
    virtualNetworkLinkState: 'Completed',
    resolutionPolicy: text(inputs, 'resolutionPolicy') ?? 'Default',
  }),
  isAsync: true,
};
