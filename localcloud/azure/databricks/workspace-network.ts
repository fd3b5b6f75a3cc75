// VNet injection: two subnets of their own in a network of the workspace's region, delegated, with a security group, /26 or larger.
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext } from '../../kind';
import { isMissing, list, same, text } from '../shared/values';
import { parseCidr } from '../network/cidr';
import { regionOf } from '../network/references';
import { isDelegatedTo, subnetsOf, usersOf } from '../network/subnet-view';

export function admitInjection(ctx: AdmitContext): void {
  const networkId = text(ctx.inputs, 'parameters.customVirtualNetworkId.value');
  if (networkId === undefined) return;
  const network = ctx.world.get(networkId) ?? ctx.refuse(400, 'VirtualNetworkNotFound', `The virtual network '${networkId}' could not be found.`);
  const [region, location] = [regionOf(network), text(ctx.inputs, 'location')];
  if (region !== undefined && location !== undefined && region !== normalizeRegion(location)) {
    ctx.refuse(
      400,
      'InvalidVirtualNetworkLocation',
      `The virtual network '${networkId}' is in '${region}'; it must be in the location of the workspace, '${location}'.`,
    );
  }
  const space = list(network.inputs, 'addressSpace.addressPrefixes').flatMap((prefix) => (typeof prefix === 'string' ? (parseCidr(prefix) ?? []) : []));
  if (space.length > 0 && space.every((range) => range.length < 16 || range.length > 24)) {
    ctx.refuse(
      400,
      'InvalidVirtualNetworkAddressSpace',
      `The address space ${space.map((range) => range.text).join()} of virtual network '${networkId}' must be between /16 and /24.`,
    );
  }
  for (const key of ['customPublicSubnetName', 'customPrivateSubnetName']) {
    const name = text(ctx.inputs, `parameters.${key}.value`);
    if (name !== undefined) admitSubnet(ctx, network, name);
  }
}

function admitSubnet(ctx: AdmitContext, network: Parameters<typeof subnetsOf>[1], name: string): void {
  const subnet =
    subnetsOf(ctx.world, network).find((candidate) => same(candidate.name, name)) ??
    ctx.refuse(400, 'SubnetNotFound', `The subnet '${name}' could not be found in virtual network '${network.id}'.`);
  if (!isDelegatedTo(subnet, 'Microsoft.Databricks/workspaces')) {
    ctx.refuse(400, 'SubnetDelegationMissing', `The subnet '${subnet.id}' must be delegated to Microsoft.Databricks/workspaces.`);
  }
  if (isMissing(subnet.properties, 'networkSecurityGroup.id')) {
    ctx.refuse(400, 'SubnetNetworkSecurityGroupMissing', `The subnet '${subnet.id}' must have a network security group.`);
  }
  const small = subnet.ranges.find((range) => range.version === 4 && range.length > 26);
  if (small) ctx.refuse(400, 'SubnetTooSmall', `The subnet '${subnet.id}' has the address range ${small.text}; a workspace needs at least a /26.`);
  const other = usersOf(ctx.world, subnet.id).find((user) => !same(user, ctx.id));
  if (other !== undefined) ctx.refuse(400, 'SubnetInUse', `The subnet '${subnet.id}' is in use by ${other}; a subnet cannot be shared between workspaces.`);
}
