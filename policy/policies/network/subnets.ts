// Subnets, whether they are resources or stand in their virtual network. Judges nothing.
import { textOf } from '../../compare';
import type { Subject } from '../../subject';

export const subnetType = 'azure-native:network:Subnet';
export const networkType = 'azure-native:network:VirtualNetwork';
export const subnetTypes = [subnetType, networkType] as const;

/** Subnets of Azure's own appliances, which take no machines of ours. */
export const withoutMachines = ['GatewaySubnet', 'AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'AzureBastionSubnet', 'RouteServerSubnet'];

export const eachSubnet = (subject: Subject, visit: (subnet: Subject) => void): void =>
  subject.resource.type === subnetType ? visit(subject) : subject.each('subnets', visit);

/** Its name in Azure; "" where it has none yet. */
export const subnetName = (subnet: Subject): string => textOf(subnet.readAny('subnetName', 'name')) ?? '';
