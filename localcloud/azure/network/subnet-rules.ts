// Rules of a subnet's own properties, the same for a standalone subnet and one written inline on its network.
import type { AdmitContext, CheckContext, Properties, StoredResource } from '../../kind';
import { at, isChanged, isGiven, isMissing, list, same, text } from '../shared/values';
import { checkPrefix } from './address-prefix';
import { contains, overlaps, parseCidr, type Cidr } from './cidr';
import { delegableServices, endpointServices } from './delegations';
import { mustShareRegion, regionOf } from './references';
import { prefixesOf, usersOf, type SubnetView } from './subnet-view';

const smallest: { readonly [name: string]: number } = { gatewaysubnet: 29, azurefirewallsubnet: 26, azurebastionsubnet: 26 };

/** `path` is "" for a standalone subnet, "subnets[0]." for an inline one. */
export function checkSubnet(ctx: CheckContext, properties: Properties, path: string, name: string): void {
  checkRanges(ctx, properties, path, name);
  checkDelegations(ctx, properties, path, name);
  checkServiceEndpoints(ctx, properties, path, name);
  const outbound = at(properties, 'defaultOutboundAccess');
  if (text(properties, 'sharingScope') === 'Tenant' && (outbound === undefined || outbound === true)) {
    ctx.refuse(
      `${path}sharingScope`,
      'SharingScopeRequiresDefaultOutboundAccessDisabled',
      `Subnet ${name}: sharingScope can only be set if defaultOutboundAccess is false.`,
    );
  }
  if (same(name, 'AzureFirewallSubnet') && isGiven(properties, 'networkSecurityGroup.id')) {
    ctx.refuse(
      `${path}networkSecurityGroup`,
      'NetworkSecurityGroupNotAllowedOnAzureFirewallSubnet',
      `Network security groups are not allowed on subnet ${name}.`,
    );
  }
  if (same(name, 'GatewaySubnet') && isGiven(properties, 'natGateway.id')) {
    ctx.refuse(`${path}natGateway`, 'NatGatewayCannotBeAttachedToGatewaySubnet', `Nat gateway can't be attached to subnet ${name}.`);
  }
}

function checkRanges(ctx: CheckContext, properties: Properties, path: string, name: string): void {
  const isEmpty = (key: string): boolean => isMissing(properties, key) || (Array.isArray(properties[key]) && list(properties, key).length === 0);
  if (['addressPrefix', 'addressPrefixes', 'ipamPoolPrefixAllocations'].every(isEmpty)) {
    ctx.refuse(`${path}addressPrefix`, 'NoAddressPrefixOrPoolProvided', `Subnet ${name} does not have an address prefix or an IPAM pool to allocate one from.`);
  }
  const single = text(properties, 'addressPrefix');
  const several = list(properties, 'addressPrefixes');
  if (single !== undefined && several.length > 0 && !several.includes(single)) {
    ctx.refuse(`${path}addressPrefix`, 'SubnetAddressPrefixMismatch', `Subnet ${name} gives addressPrefix ${single}, which is not among its addressPrefixes.`);
  }
  const seen: Cidr[] = [];
  for (const prefix of prefixesOf(properties)) {
    const field = `${path}${several.length > 0 ? 'addressPrefixes' : 'addressPrefix'}`;
    const cidr = checkPrefix(ctx, field, prefix, name);
    if (!cidr) continue;
    if (cidr.version === 6 && cidr.length !== 64)
      ctx.refuse(field, 'InvalidIPv6SubnetPrefixLength', `IPv6 address prefix ${prefix} of subnet ${name} must be a /64.`);
    const limit = smallest[name.toLowerCase()];
    if (cidr.version === 4 && limit !== undefined && cidr.length > limit) ctx.refuse(field, 'SubnetTooSmall', `Subnet ${name} must be at least a /${limit}.`);
    if (seen.some((other) => overlaps(other, cidr)))
      ctx.refuse(field, 'NetcfgSubnetRangesOverlap', `Subnet '${name}' is not valid because its IP address ranges overlap each other.`);
    seen.push(cidr);
  }
}

function checkDelegations(ctx: CheckContext, properties: Properties, path: string, name: string): void {
  const delegations = list(properties, 'delegations');
  if (delegations.length > 1) {
    ctx.refuse(
      `${path}delegations`,
      'SubnetCannotHaveMultipleDelegations',
      `Subnet ${name} can have only one delegation, but ${delegations.length} are given.`,
    );
  }
  delegations.forEach((delegation, index) => {
    const field = `${path}delegations[${index}]`;
    if (isMissing(delegation, 'name')) ctx.refuse(`${field}.name`, 'MissingName', `A delegation of subnet ${name} has no name.`);
    if (isMissing(delegation, 'serviceName'))
      ctx.refuse(`${field}.serviceName`, 'SubnetDelegationServiceNameMissing', `A delegation of subnet ${name} names no service.`);
    const service = text(delegation, 'serviceName');
    if (service !== undefined && !delegableServices.has(service.toLowerCase())) {
      ctx.refuse(
        `${field}.serviceName`,
        'InvalidServiceNameForDelegation',
        `Subnet ${name} cannot be delegated to '${service}': no such service supports delegation.`,
      );
    }
  });
}

function checkServiceEndpoints(ctx: CheckContext, properties: Properties, path: string, name: string): void {
  const services = list(properties, 'serviceEndpoints').map((endpoint) => text(endpoint, 'service')?.toLowerCase());
  list(properties, 'serviceEndpoints').forEach((endpoint, index) => {
    const field = `${path}serviceEndpoints[${index}].service`;
    const service = text(endpoint, 'service')?.toLowerCase();
    if (isMissing(endpoint, 'service')) ctx.refuse(field, 'ServiceEndpointServiceMissing', `A service endpoint of subnet ${name} names no service.`);
    if (service === undefined) return;
    if (!endpointServices.has(service))
      ctx.refuse(field, 'InvalidServiceEndpoint', `Subnet ${name} references the service '${text(endpoint, 'service')}', which has no service endpoints.`);
    if (services.indexOf(service) !== index)
      ctx.refuse(field, 'DuplicateServiceEndpoint', `Subnet ${name} references the service endpoint '${service}' more than once.`);
    if (service === 'microsoft.storage.global' && services.includes('microsoft.storage')) {
      ctx.refuse(
        field,
        'SubnetHasBothStorageAndStorageGlobal',
        `Subnet ${name} can have a service endpoint for Microsoft.Storage or Microsoft.Storage.Global, not both.`,
      );
    }
  });
}

/** Inside its network, clear of its siblings, with referenced resources in the network's region. */
export function admitSubnet(ctx: AdmitContext, subnet: SubnetView, siblings: readonly SubnetView[], network: StoredResource): void {
  const vnet = network.id.slice(network.id.lastIndexOf('/') + 1);
  const space = list(network.inputs, 'addressSpace.addressPrefixes').flatMap((prefix) => (typeof prefix === 'string' ? (parseCidr(prefix) ?? []) : []));
  if (space.length > 0 && subnet.ranges.some((range) => !space.some((outer) => contains(outer, range)))) {
    ctx.refuse(400, 'NetcfgInvalidSubnet', `Subnet '${subnet.name}' is not valid in virtual network '${vnet}'.`);
  }
  const clash = siblings.find((other) => !same(other.name, subnet.name) && other.ranges.some((theirs) => subnet.ranges.some((mine) => overlaps(theirs, mine))));
  if (clash) {
    ctx.refuse(
      400,
      'NetcfgSubnetRangesOverlap',
      `Subnet '${subnet.name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${vnet}'.`,
    );
  }
  for (const reference of ['networkSecurityGroup.id', 'routeTable.id', 'natGateway.id']) {
    const id = text(subnet.properties, reference);
    if (id !== undefined) mustShareRegion(ctx, id, regionOf(network));
  }
}

/** What may not change while something holds addresses in the subnet. */
export function admitSubnetChange(ctx: AdmitContext, before: SubnetView, after: SubnetView): void {
  const users = usersOf(ctx.world, before.id);
  if (users.length === 0) return;
  const kept = before.ranges.every((range) => after.ranges.some((mine) => contains(mine, range)));
  if (!kept)
    ctx.refuse(
      400,
      'InUsePrefixCannotBeDeleted',
      `IpPrefix ${prefixesOf(before.properties).join()} on Subnet ${before.name} has active allocations and cannot be deleted.`,
    );
  if (isChanged({ services: servicesOf(before) }, { services: servicesOf(after) }, 'services')) {
    ctx.refuse(
      400,
      'SubnetDelegationsCannotChangeWhenSubnetUsedByResource',
      `Delegations of subnet ${before.id} cannot be changed from [${servicesOf(before).join()}] to [${servicesOf(after).join()}] because it is being used by the resource ${users[0]}.`,
    );
  }
  const isInjected = users.some((user) => /\/Microsoft\.Databricks\//i.test(user));
  if (isInjected && isMissing(after.properties, 'networkSecurityGroup.id')) {
    ctx.refuse(
      400,
      'SubnetWithNetworkIntentPolicyRequiresNsg',
      `Subnet ${before.id} is used by ${users[0]}, whose network intent policy requires a network security group.`,
    );
  }
}

const servicesOf = (subnet: SubnetView): string[] => list(subnet.properties, 'delegations').flatMap((item) => text(item, 'serviceName')?.toLowerCase() ?? []);

export function refuseDeleteInUse(ctx: AdmitContext, subnet: SubnetView): void {
  const [user] = usersOf(ctx.world, subnet.id);
  if (user === undefined) return;
  ctx.refuse(
    400,
    'InUseSubnetCannotBeDeleted',
    `Subnet ${subnet.name} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  );
}
