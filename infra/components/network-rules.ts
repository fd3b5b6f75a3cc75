// The NSG rules of the platform's subnets. Pure.
import type { types } from '@pulumi/azure-native';

type Rule = types.input.network.SecurityRuleArgs;

const databricks = (name: string, priority: number, direction: 'Inbound' | 'Outbound', to: string, ports: string): Rule => ({
  // Databricks writes rules of these names into a delegated subnet's NSG itself; declaring them alike keeps every refresh quiet.
  name: `Microsoft.Databricks-workspaces_UseOnly_databricks-${name}`,
  description: 'Required by Databricks',
  priority,
  direction,
  access: 'Allow',
  protocol: ports === '*' ? '*' : 'Tcp',
  sourceAddressPrefix: 'VirtualNetwork',
  sourcePortRange: '*',
  destinationAddressPrefix: to,
  destinationPortRange: ports,
});

/** What clusters without public addresses need; the way to the control plane is left out where private link leads there. */
export const databricksRules = (isWorkspacePublic: boolean): Rule[] => [
  databricks('worker-to-worker-inbound', 100, 'Inbound', 'VirtualNetwork', '*'),
  ...(isWorkspacePublic ? [databricks('worker-to-databricks-webapp', 100, 'Outbound', 'AzureDatabricks', '443')] : []),
  databricks('worker-to-sql', 101, 'Outbound', 'Sql', '3306'),
  databricks('worker-to-storage', 102, 'Outbound', 'Storage', '443'),
  databricks('worker-to-worker-outbound', 103, 'Outbound', 'VirtualNetwork', '*'),
  databricks('worker-to-eventhub', 104, 'Outbound', 'EventHub', '9093'),
];

/** HTTPS, and for clusters behind private link the ports of Databricks' secure connection, metastore and control plane. */
const clusterPorts = ['443', '3306', '6666', '8443-8451'];

/** The VNet itself and the allowed private ranges come in, and nothing else, not even peered networks. */
export const endpointRules = (addressSpace: string, privateRanges: readonly string[]): Rule[] => {
  const tcp = { direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourcePortRange: '*', destinationAddressPrefix: '*' } as const;
  const fromRanges: Rule = {
    ...tcp,
    name: 'allow-https-from-allowed-ranges',
    priority: 110,
    sourceAddressPrefixes: [...privateRanges],
    destinationPortRange: '443',
  };
  return [
    { ...tcp, name: 'allow-services-from-vnet', priority: 100, sourceAddressPrefix: addressSpace, destinationPortRanges: clusterPorts },
    ...(privateRanges.length > 0 ? [fromRanges] : []),
    {
      name: 'deny-all-inbound',
      priority: 4096,
      direction: 'Inbound',
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  ];
};
