import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { addGroup, addSubnet, cloudWithNetwork } from './worlds';

const rule = {
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '10.0.0.0/8',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '22',
};

describe('SecurityRule', () => {
  const table: Table = {
    token: 'azure-native:network:SecurityRule',
    base: { ...rule, securityRuleName: 'allow-ssh', networkSecurityGroupName: 'nsg1', resourceGroupName: 'rg1' },
    world: () => {
      const cloud = cloudWithGroup();
      addGroup(cloud, 'nsg1', { securityRules: [{ ...rule, name: 'inline', priority: 200 }] });
      return cloud;
    },
  };
  accepts(table, [
    ['SR-01 the lowest priority number', {}],
    ['SR-02 the highest priority number', { priority: 4096 }],
    ['SR-19 the whole port range', { destinationPortRange: '0-65535' }],
    ['a list of ports', { destinationPortRange: undefined, destinationPortRanges: ['80', '443', '8000-8100'] }],
    ['a list of ranges', { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['10.0.0.0/8', '172.16.0.0/12'] }],
    ['the priority of a rule of the other direction', { priority: 200, direction: 'Outbound' }],
    ['a service tag', { sourceAddressPrefix: 'VirtualNetwork', destinationAddressPrefix: 'AzureDatabricks' }],
    ['a regional service tag', { destinationAddressPrefix: 'Storage.WestEurope' }],
    ['a single address', { sourceAddressPrefix: '20.1.2.3' }],
    ['every protocol', { protocol: '*' }],
    ['a description of 140 characters', { description: 'd'.repeat(140) }],
  ]);
  refuses(table, [
    ['SR-07 a comma-separated port range', { destinationPortRange: '636, 389' }, 'SecurityRuleInvalidPortRange'],
    ['SR-08 a port range upside down', { destinationPortRange: '443-80' }, 'SecurityRuleInvalidPortRange'],
    ['SR-10 "any" as an address', { sourceAddressPrefix: 'any' }, 'SecurityRuleInvalidAddressPrefix'],
    ['SR-12 a description of 141 characters', { description: 'd'.repeat(141) }],
    ['SR-14 no source', { sourceAddressPrefix: undefined }],
    ['priority 99', { priority: 99 }, 'SecurityRuleInvalidPriority'],
    ['priority 4097', { priority: 4097 }, 'SecurityRuleInvalidPriority'],
    ['a fractional priority', { priority: 100.5 }],
    ['the priority of another rule of the group', { priority: 200 }, /SecurityRuleConflict: Security rule allow-ssh conflicts with rule inline/],
    ['port 65536', { destinationPortRange: '65536' }, 'SecurityRuleInvalidPortRange'],
    ['a named port', { destinationPortRange: 'ssh' }],
    ['no destination', { destinationAddressPrefix: undefined }],
    ['no destination port', { destinationPortRange: undefined }],
    ['no source port', { sourcePortRange: undefined }],
    ['a port and a list of ports', { destinationPortRanges: ['80'] }],
    ['an address and a list of addresses', { sourceAddressPrefixes: ['10.0.0.0/8'] }],
    ['everything in a list', { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['*'] }],
    ['a service tag in a list', { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['Internet'] }],
    ['a prefix length beyond 32', { sourceAddressPrefix: '10.0.0.0/33' }, 'SecurityRuleInvalidAddressPrefix'],
    ['an unknown service tag', { destinationAddressPrefix: 'AzureNonsense' }],
    ['an unknown protocol', { protocol: 'Http' }],
    [
      'a tag in a list of addresses',
      { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['10.0.0.0/8', 'VirtualNetwork'] },
      'SecurityRuleParameterContainsUnsupportedValue',
    ],
    ['addresses of both versions', { destinationAddressPrefix: 'fd00::/64' }, 'ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies'],
    ['an unknown access', { access: 'Permit' }],
    ['an unknown direction', { direction: 'Sideways' }],
    ['a name with a space', { securityRuleName: 'allow ssh' }, 'InvalidResourceName'],
    [
      'an application security group that does not exist',
      { sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [{ id: idOf('Microsoft.Network/applicationSecurityGroups', 'asg') }] },
      'InvalidResourceReference',
    ],
    ['a group that does not exist', { networkSecurityGroupName: 'nsg9' }, 'ParentResourceNotFound'],
  ]);
  plans(table, [
    ['another priority as an update', { priority: 300 }, 'update'],
    ['another group as a replacement', { networkSecurityGroupName: 'nsg2' }, 'replace'],
  ]);
  refusesUpdates(table, [['a priority that another rule has', { priority: 200 }, 'SecurityRuleConflict']]);
});

describe('NetworkSecurityGroup', () => {
  const table: Table = {
    token: 'azure-native:network:NetworkSecurityGroup',
    base: { networkSecurityGroupName: 'nsg1', resourceGroupName: 'rg1', location: 'westeurope', securityRules: [{ ...rule, name: 'allow-ssh' }] },
  };
  accepts(table, [
    ['NSG-04 one priority in both directions', { 'securityRules.1': { ...rule, name: 'out', direction: 'Outbound' } }],
    ['no rules', { securityRules: undefined }],
  ]);
  refuses(table, [
    ['two rules of one priority and direction', { 'securityRules.1': { ...rule, name: 'other' } }, /SecurityRuleConflict: .*same Priority and Direction/],
    ['two rules of one name', { 'securityRules.1': { ...rule, name: 'Allow-SSH', priority: 101 } }],
    ['a rule without a name', { 'securityRules.0.name': undefined }],
    ['an inline rule with a bad priority', { 'securityRules.0.priority': 5000 }, 'SecurityRuleInvalidPriority'],
    ['an inline rule without a priority', { 'securityRules.0.priority': undefined }],
    ['1001 rules', { securityRules: Array.from({ length: 1001 }, (_, n) => ({ ...rule, name: `r${n}`, priority: 100 + n })) }, /RuleLimit/],
    ['an inline rule with a bad port', { 'securityRules.0.destinationPortRange': '99999' }, 'SecurityRuleInvalidPortRange'],
    ['an inline rule without a destination', { 'securityRules.0.destinationAddressPrefix': undefined }],
    ['a name with a slash', { networkSecurityGroupName: 'nsg/1' }],
  ]);
  refusesUpdates(table, [['NSG-06 another location', { location: 'northeurope' }, 'InvalidResourceLocation']]);
  plans(table, [['NSG-06 another location as an update in place', { location: 'northeurope' }, 'update']]);

  test('a group has the six default rules', () => {
    const { outputs } = cloudWithGroup().create(table.token, table.base);
    expect(outputs['defaultSecurityRules']).toHaveLength(6);
    expect(outputs['defaultSecurityRules']).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'DenyAllInBound', priority: 65500, access: 'Deny' })]),
    );
  });

  test('a group that a subnet uses is not removed', () => {
    const cloud = cloudWithNetwork();
    const group = addGroup(cloud);
    const subnet = addSubnet(cloud, 'snet1', '10.0.1.0/24', { networkSecurityGroup: { id: group.id } });
    expect(cloud.refusal(() => cloud.remove(group))).toMatchObject({
      status: 400,
      code: 'InUseNetworkSecurityGroupCannotBeDeleted',
      message: expect.stringContaining(subnet.id),
    });
    cloud.remove(subnet);
    cloud.remove(group);
    expect(cloud.read(group)).toBeUndefined();
  });

  test('writing a group with rules removes the standalone ones that it leaves out, writing it without keeps them', () => {
    const cloud = cloudWithGroup();
    const bare = patched(table.base, { securityRules: undefined });
    const group = cloud.create(table.token, bare);
    const alone = { ...rule, securityRuleName: 'alone', networkSecurityGroupName: 'nsg1', resourceGroupName: 'rg1' };
    cloud.create('azure-native:network:SecurityRule', alone);
    cloud.update(group, { ...bare, tags: { a: 'b' } });
    expect(cloud.read(group)?.outputs['securityRules']).toMatchObject([{ name: 'alone', priority: 100 }]);
    cloud.update(group, table.base);
    expect(cloud.read(group)?.outputs['securityRules']).toMatchObject([{ name: 'allow-ssh' }]);
    expect(cloud.refusal(() => cloud.create('azure-native:network:SecurityRule', alone)).code).toBe('SecurityRuleConflict');
    const twin = { ...alone, securityRuleName: 'Allow-SSH' };
    expect(cloud.refusal(() => cloud.create('azure-native:network:SecurityRule', twin)).code).toBe('ResourceAlreadyExists');
  });
});
