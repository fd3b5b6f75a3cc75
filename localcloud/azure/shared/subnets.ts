// Subnets as service firewalls see them: whether they exist and which service endpoints they have.
import type { AdmitContext, Properties } from '../../kind';
import { findSubnet } from '../network/subnet-view';
import { parseId } from './ids';
import { at, list, same, text } from './values';

export const subnetType = 'Microsoft.Network/virtualNetworks/subnets';

const hasEndpoint = (subnet: Properties, service: string): boolean =>
  at(subnet, 'serviceEndpoints') !== undefined &&
  list(subnet, 'serviceEndpoints').some((endpoint) => [service, `${service}.Global`].some((name) => same(text(endpoint, 'service'), name)));

/** Every subnet of a firewall must exist and have the service's endpoint; subnets of other subscriptions can't be seen and pass. */
export function admitSubnets(ctx: AdmitContext, ids: readonly string[], service: string, code: string): void {
  for (const id of ids) {
    const parsed = parseId(id);
    if (!parsed || !same(parsed.subscriptionId, ctx.world.subscriptionId)) continue;
    const found = findSubnet(ctx.world, id);
    if (!found) {
      ctx.refuse(400, code, `Validation of network acls failure: SubnetsNotFound: Subnets ${parsed.name} of virtual network ${parsed.parent} were not found.`);
    }
    if (!hasEndpoint(found.subnet.properties, service)) {
      ctx.refuse(
        400,
        code,
        `Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured: Subnets ${parsed.name} of virtual network ${parsed.parent} ` +
          `do not have ServiceEndpoints for ${service} resources configured. Add ${service} to subnet's ServiceEndpoints collection before trying to ACL ` +
          `${service} resources to these subnets.`,
      );
    }
  }
}
