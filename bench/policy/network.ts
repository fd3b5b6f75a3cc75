// The network of the made-up platform.
import { common, commonTerraform, group, type Body, type Coin, type Twin } from './twin';

function ruleOf(good: Coin, port: string): { readonly pulumi: Body; readonly terraform: Body } {
  const source = good() ? '10.0.0.0/8' : '*';
  const shared = { name: `to-${port}`, access: 'Allow', direction: 'Inbound', priority: 100, protocol: 'Tcp' };
  return {
    pulumi: { ...shared, destinationPortRange: port, sourceAddressPrefix: source, sourcePortRange: '*', destinationAddressPrefix: '*' },
    terraform: { ...shared, destination_port_range: port, source_address_prefix: source, source_port_range: '*', destination_address_prefix: '*' },
  };
}

function groupOf(index: number, good: Coin): Twin {
  const name = `nsg-${index}`;
  const [ssh, rdp] = [ruleOf(good, '22'), ruleOf(good, '3389')];
  return {
    token: 'azure-native:network:NetworkSecurityGroup',
    name,
    inputs: { ...common, networkSecurityGroupName: name, securityRules: [ssh.pulumi, rdp.pulumi] },
    terraform: [{ type: 'azurerm_network_security_group', name, body: { ...commonTerraform, name, security_rule: [ssh.terraform, rdp.terraform] } }],
  };
}

function networkOf(index: number, good: Coin): Twin {
  const name = `vnet-${index}`;
  const servers = good() ? ['10.0.0.4', '10.0.0.5'] : ['8.8.8.8'];
  return {
    token: 'azure-native:network:VirtualNetwork',
    name,
    inputs: {
      ...common,
      virtualNetworkName: name,
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      dhcpOptions: { dnsServers: servers },
      enableDdosProtection: false,
      enableVmProtection: false,
    },
    terraform: [{ type: 'azurerm_virtual_network', name, body: { ...commonTerraform, name, address_space: ['10.0.0.0/16'], dns_servers: servers } }],
  };
}

function subnetOf(index: number, part: string, good: Coin): Twin {
  const [name, hasGroup] = [`snet-${part}-${index}`, good()];
  const id = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg-${index}`;
  return {
    token: 'azure-native:network:Subnet',
    name,
    inputs: {
      resourceGroupName: 'rg-example',
      virtualNetworkName: `vnet-${index}`,
      subnetName: name,
      addressPrefix: '10.0.1.0/24',
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
      ...(hasGroup ? { networkSecurityGroup: { id } } : {}),
    },
    madeFrom: { virtualNetworkName: [`vnet-${index}`], ...(hasGroup ? { networkSecurityGroup: [`nsg-${index}`] } : {}) },
    terraform: [
      {
        type: 'azurerm_subnet',
        name,
        body: {
          name,
          resource_group_name: 'rg-example',
          virtual_network_name: `\${azurerm_virtual_network.vnet-${index}.name}`,
          address_prefixes: ['10.0.1.0/24'],
        },
      },
      ...(hasGroup
        ? [
            {
              type: 'azurerm_subnet_network_security_group_association',
              name,
              body: { subnet_id: `\${azurerm_subnet.${name}.id}`, network_security_group_id: `\${azurerm_network_security_group.nsg-${index}.id}` },
            },
          ]
        : []),
    ],
  };
}

function interfaceOf(index: number, good: Coin): Twin {
  const [name, forwards] = [`nic-${index}`, !good()];
  const subnet = `snet-hosts-${index}`;
  return {
    token: 'azure-native:network:NetworkInterface',
    name,
    inputs: {
      ...common,
      networkInterfaceName: name,
      enableIPForwarding: forwards,
      ipConfigurations: [{ name: 'main', subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/vnet-${index}/subnets/${subnet}` } }],
    },
    madeFrom: { ipConfigurations: [subnet] },
    terraform: [
      {
        type: 'azurerm_network_interface',
        name,
        body: {
          ...commonTerraform,
          name,
          enable_ip_forwarding: forwards,
          ip_configuration: { name: 'main', subnet_id: `\${azurerm_subnet.${subnet}.id}`, private_ip_address_allocation: 'Dynamic' },
        },
      },
    ],
  };
}

export const networksOf = (index: number, good: Coin): readonly Twin[] => [
  groupOf(index, good),
  networkOf(index, good),
  subnetOf(index, 'hosts', good),
  subnetOf(index, 'containers', good),
  interfaceOf(index, good),
];
