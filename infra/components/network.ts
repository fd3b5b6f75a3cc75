// The region's VNet: two subnets given to Databricks, one for private endpoints, their NSGs, and a NAT gateway as the one way out.
import { NatGateway, NetworkSecurityGroup, PublicIPAddress, Subnet, VirtualNetwork } from '@pulumi/azure-native/network';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { subnetRanges } from '../config/ip-ranges';
import type { ResourceNames } from '../naming';
import { databricksRules, endpointRules } from './network-rules';
import type { Place } from './place';

export interface NetworkArgs extends Place {
  readonly names: Pick<ResourceNames, 'virtualNetwork' | 'subnets' | 'networkSecurityGroups' | 'natGateway' | 'natPublicIp'>;
  /** IPv4 range of the VNet, /16 to /24; each subnet gets a quarter. */
  readonly addressSpace: string;
  /** IPv4 ranges whose clients may reach the private endpoints. */
  readonly privateRanges: readonly string[];
  /** False where the workspace is reached by private link alone: its control-plane rule is then left out. */
  readonly isWorkspacePublic: boolean;
}

/** Services that the clusters reach over Azure's backbone, so that firewalls can name the subnets. */
const serviceEndpoints = [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }];

export class Network extends ComponentResource {
  readonly virtualNetworkId: Output<string>;
  readonly databricksPublicSubnetId: Output<string>;
  readonly databricksPrivateSubnetId: Output<string>;
  readonly privateEndpointSubnetId: Output<string>;
  readonly egressIpAddress: Output<string>;
  /** Resources that have diagnostic settings, by key. */
  readonly networkSecurityGroupIds: { readonly databricks: Output<string>; readonly privateEndpoints: Output<string> };
  readonly natGatewayId: Output<string>;
  readonly publicIpId: Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:Network', name, {}, opts);
    const { resourceGroupName, location, names } = args;
    const place = { resourceGroupName, location };
    const child = { parent: this };

    const publicIp = new PublicIPAddress(
      'nat-ip',
      { ...place, publicIpAddressName: names.natPublicIp, sku: { name: 'Standard' }, publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
      child,
    );
    const nat = new NatGateway(
      'nat',
      { ...place, natGatewayName: names.natGateway, sku: { name: 'Standard' }, publicIpAddresses: [{ id: publicIp.id }], idleTimeoutInMinutes: 10 },
      child,
    );
    const databricksGroup = new NetworkSecurityGroup(
      'nsg-databricks',
      { ...place, networkSecurityGroupName: names.networkSecurityGroups.databricks, securityRules: databricksRules(args.isWorkspacePublic) },
      child,
    );
    const endpointGroup = new NetworkSecurityGroup(
      'nsg-private-endpoints',
      { ...place, networkSecurityGroupName: names.networkSecurityGroups.privateEndpoints, securityRules: endpointRules(args.addressSpace, args.privateRanges) },
      child,
    );
    const vnet = new VirtualNetwork(
      'vnet',
      { ...place, virtualNetworkName: names.virtualNetwork, addressSpace: { addressPrefixes: [args.addressSpace] } },
      child,
    );

    const subnets = this.subnets(args, { vnet, nat, databricksGroup, endpointGroup });

    this.virtualNetworkId = vnet.id;
    this.databricksPublicSubnetId = subnets.databricksPublic.id;
    this.databricksPrivateSubnetId = subnets.databricksPrivate.id;
    this.privateEndpointSubnetId = subnets.privateEndpoints.id;
    this.egressIpAddress = publicIp.ipAddress.apply((address) => address ?? '');
    this.networkSecurityGroupIds = { databricks: databricksGroup.id, privateEndpoints: endpointGroup.id };
    this.natGatewayId = nat.id;
    this.publicIpId = publicIp.id;
    this.registerOutputs({ virtualNetworkId: this.virtualNetworkId, egressIpAddress: this.egressIpAddress });
  }

  /** One after the other: Azure refuses a second change of a VNet while one is running. */
  private subnets({ resourceGroupName, names, addressSpace }: NetworkArgs, { vnet, nat, databricksGroup, endpointGroup }: SubnetNeighbours) {
    const ranges = subnetRanges(addressSpace);
    const inVnet = { resourceGroupName, virtualNetworkName: vnet.name, defaultOutboundAccess: false };
    const forDatabricks = {
      ...inVnet,
      networkSecurityGroup: { id: databricksGroup.id },
      natGateway: { id: nat.id },
      delegations: [{ name: 'databricks', serviceName: 'Microsoft.Databricks/workspaces' }],
      serviceEndpoints,
    };
    const databricksPublic = new Subnet(
      'snet-databricks-public',
      { ...forDatabricks, subnetName: names.subnets.databricksPublic, addressPrefix: ranges.databricksPublic },
      { parent: this },
    );
    const databricksPrivate = new Subnet(
      'snet-databricks-private',
      { ...forDatabricks, subnetName: names.subnets.databricksPrivate, addressPrefix: ranges.databricksPrivate },
      { parent: this, dependsOn: [databricksPublic] },
    );
    const privateEndpoints = new Subnet(
      'snet-private-endpoints',
      {
        ...inVnet,
        subnetName: names.subnets.privateEndpoints,
        addressPrefix: ranges.privateEndpoints,
        networkSecurityGroup: { id: endpointGroup.id },
        // Without this, NSG rules don't reach private endpoints.
        privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
      },
      { parent: this, dependsOn: [databricksPrivate] },
    );
    return { databricksPublic, databricksPrivate, privateEndpoints };
  }
}

interface SubnetNeighbours {
  readonly vnet: VirtualNetwork;
  readonly nat: NatGateway;
  readonly databricksGroup: NetworkSecurityGroup;
  readonly endpointGroup: NetworkSecurityGroup;
}
