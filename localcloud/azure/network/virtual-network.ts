// Virtual networks: their address space, inline subnets, and what keeps one from being shrunk or removed.
import type { AdmitContext, CheckContext, Kind, Properties, StoredResource } from '../../kind';
import { isMissing, isTrue, list, record, same, text } from '../shared/values';
import { checkPrefix } from './address-prefix';
import { overlaps, parseAddress, type Cidr } from './cidr';
import { checkRange, mustExist, networkApi, networkName, networkPath } from './references';
import { admitSubnet, admitSubnetChange, checkSubnet, refuseDeleteInUse } from './subnet-rules';
import { inlineSubnets, networkToken, subnetsOf, subnetToken, type SubnetView } from './subnet-view';

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const name = text(inputs, 'virtualNetworkName') ?? '';
  checkSpace(ctx, name);
  if (isTrue(inputs, 'enableDdosProtection') && isMissing(inputs, 'ddosProtectionPlan.id')) {
    ctx.refuse(
      'enableDdosProtection',
      'DdosProtectionPlanRequired',
      `DDoS protection cannot be enabled on virtual network ${name} without a ddosProtectionPlan.`,
    );
  }
  checkRange(ctx, 'flowTimeoutInMinutes', inputs['flowTimeoutInMinutes'], 4, 30, 'VirtualNetworkFlowTimeoutOutOfRange');
  list(inputs, 'dhcpOptions.dnsServers').forEach((server, index) => {
    if (typeof server === 'string' && !parseAddress(server))
      ctx.refuse(`dhcpOptions.dnsServers[${index}]`, 'InvalidIPAddress', `The DNS server '${server}' is not a valid IP address.`);
  });
  const community = text(inputs, 'bgpCommunities.virtualNetworkCommunity');
  if (community !== undefined && !/^12076:[234]\d{4}$/.test(community)) {
    ctx.refuse('bgpCommunities.virtualNetworkCommunity', 'InvalidBgpCommunity', `BGP community '${community}' is not valid: 12076:20000 to 12076:49999.`);
  }
  if (text(inputs, 'encryption.enforcement') === 'DropUnencrypted') {
    ctx.refuse(
      'encryption.enforcement',
      'VnetEncryptionEnforcementNotSupported',
      'AllowUnencrypted is the only supported enforcement of virtual network encryption.',
    );
  }
  const subnets = inlineSubnets('', inputs);
  subnets.forEach((subnet, index) => {
    const path = `subnets[${index}].`;
    if (isMissing(subnet.properties, 'name')) ctx.refuse(`${path}name`, 'MissingName', `A subnet of virtual network ${name} has no name.`);
    if (subnets.findIndex((other) => same(other.name, subnet.name)) !== index)
      ctx.refuse(`${path}name`, 'DuplicateResourceName', `Subnet name '${subnet.name}' is used more than once in virtual network ${name}.`);
    checkSubnet(ctx, subnet.properties, path, subnet.name);
  });
}

function checkSpace(ctx: CheckContext, name: string): void {
  const prefixes = list(ctx.inputs, 'addressSpace.addressPrefixes');
  const hasPool = !isMissing(ctx.inputs, 'addressSpace.ipamPoolPrefixAllocations');
  const isEmpty = isMissing(ctx.inputs, 'addressSpace.addressPrefixes') || Array.isArray(record(ctx.inputs, 'addressSpace')['addressPrefixes']);
  if (prefixes.length === 0 && isEmpty && !hasPool) {
    ctx.refuse('addressSpace.addressPrefixes', 'NoAddressPrefixOrPoolProvided', `Virtual network ${name} must have at least one address prefix.`);
  }
  const seen: Cidr[] = [];
  prefixes.forEach((prefix, index) => {
    if (typeof prefix !== 'string') return;
    const path = `addressSpace.addressPrefixes[${index}]`;
    const cidr = checkPrefix(ctx, path, prefix, name);
    if (!cidr) return;
    const other = seen.find((candidate) => overlaps(candidate, cidr));
    if (other) ctx.refuse(path, 'AddressSpacePrefixesOverlap', `Address prefix ${prefix} of virtual network ${name} overlaps with its prefix ${other.text}.`);
    seen.push(cidr);
  });
  if (seen.length > 0 && seen.length === prefixes.length && seen.every((cidr) => cidr.version === 6) && !hasPool) {
    ctx.refuse(
      'addressSpace.addressPrefixes',
      'IPv4AddressPrefixRequired',
      `Virtual network ${name} must have an IPv4 address prefix; IPv6-only networks are not supported.`,
    );
  }
}

/** A PUT without `subnets` keeps what is there; one with them removes what it leaves out, be it a resource of its own. */
const isWhole = (inputs: Properties): boolean => Array.isArray(inputs['subnets']);

function admit(ctx: AdmitContext): void {
  const { world } = ctx;
  const before = ctx.operation === 'create' ? undefined : ctx.before;
  if (ctx.operation === 'delete') return before && subnetsOf(world, before).forEach((subnet) => refuseDeleteInUse(ctx, subnet));
  const plan = text(ctx.inputs, 'ddosProtectionPlan.id');
  if (plan !== undefined) mustExist(ctx, plan);
  const after: StoredResource = { id: ctx.id, token: networkToken, inputs: ctx.inputs, outputs: {} };
  const inline = inlineSubnets(ctx.id, ctx.inputs);
  const old = before ? inlineSubnets(ctx.id, before.inputs) : [];
  const leavesOut = (subnet: SubnetView): boolean => isWhole(ctx.inputs) && !inline.some((kept) => same(kept.name, subnet.name));
  const present = subnetsOf(world, after);
  [...old, ...present].filter(leavesOut).forEach((subnet) => refuseDeleteInUse(ctx, subnet));
  const all = present.filter((subnet) => !leavesOut(subnet));
  for (const subnet of all) {
    admitSubnet(ctx, subnet, all, after);
    const earlier = old.find((candidate) => same(candidate.name, subnet.name));
    if (earlier && inline.includes(subnet)) admitSubnetChange(ctx, earlier, subnet);
  }
}

export const virtualNetwork: Kind = {
  token: networkToken,
  type: 'Microsoft.Network/virtualNetworks',
  apiVersion: networkApi,
  path: `${networkPath}/virtualNetworks/{virtualNetworkName}`,
  name: networkName('virtualNetworkName', 64, 2),
  location: 'from-resource-group',
  replaceOn: ['location'],
  defaults: () => ({ enableDdosProtection: false, enableVmProtection: false }),
  check,
  admit,
  outputs: ({ before, guid }) => ({
    resourceGuid: before?.outputs['resourceGuid'] ?? guid('resourceGuid'),
    etag: `W/"${guid('etag')}"`,
    subnets: [],
    virtualNetworkPeerings: before?.outputs['virtualNetworkPeerings'] ?? [],
    privateEndpointVNetPolicies: 'Disabled',
    flowLogs: [],
  }),
  view: (stored, world) => ({
    subnets: subnetsOf(world, stored).map((subnet) => ({
      ...subnet.properties,
      id: subnet.id,
      name: subnet.name,
      type: 'Microsoft.Network/virtualNetworks/subnets',
      provisioningState: 'Succeeded',
    })),
  }),
  // As the documentation of private DNS says: deleting a linked network succeeds, and unlinks it.
  beside: ({ operation, stored, world }) => {
    if (operation === 'delete') {
      const links = world.list({ token: 'azure-native:privatedns:VirtualNetworkLink' });
      return links.filter((link) => same(text(link.inputs, 'virtualNetwork.id'), stored.id)).map((link) => ({ delete: link.id }));
    }
    const named = inlineSubnets(stored.id, stored.inputs).map((subnet) => subnet.id.toLowerCase());
    const others = world.list({ token: subnetToken, under: stored.id }).filter((subnet) => !named.includes(subnet.id.toLowerCase()));
    return isWhole(stored.inputs) ? others.map((subnet) => ({ delete: subnet.id })) : [];
  },
  isAsync: true,
};
