// What the allowed ranges of an environment mean for every service: public ones are IP rules, private ones endpoints, 0.0.0.0/0 is open.
import { ContainerRegistry, type RegistrySku } from '../../infra/components/container-registry';
import { DatabricksWorkspace } from '../../infra/components/databricks-workspace';
import { DataLake } from '../../infra/components/data-lake';
import { KeyVault } from '../../infra/components/key-vault';
import { databricksRules, endpointRules } from '../../infra/components/network-rules';
import { hasPublicEndpoint } from '../../infra/components/place';
import { PrivateEndpoints } from '../../infra/components/private-endpoints';
import { classifyRanges } from '../../infra/config/ip-ranges';
import { resourceNames } from '../../infra/naming';
import { ComponentResource } from '@pulumi/pulumi';
import { program } from '../../infra/programs/platform';
import { record, type Recording } from './support/recorder';
import { inputFor, settingsFor } from './support/targets';

const place = { resourceGroupName: 'rg', location: 'eastus' };
const names = resourceNames(settingsFor('dev', 'eastus'));

const cases = {
  open: { ranges: ['0.0.0.0/0'], publicNetworkAccess: 'Enabled', defaultAction: 'Allow', ip: [] as string[], subnets: false },
  'public only': {
    ranges: ['203.0.113.0/24', '198.51.100.7'],
    publicNetworkAccess: 'Enabled',
    defaultAction: 'Deny',
    ip: ['203.0.113.0/24', '198.51.100.7'],
    subnets: true,
  },
  'private only': { ranges: ['10.0.0.0/8', '172.16.0.0/12'], publicNetworkAccess: 'Disabled', defaultAction: 'Deny', ip: [], subnets: false },
  'both kinds': { ranges: ['10.0.0.0/8', '203.0.113.0/24'], publicNetworkAccess: 'Enabled', defaultAction: 'Deny', ip: ['203.0.113.0/24'], subnets: true },
};

describe.each(Object.entries(cases))('with ranges that are %s', (_, { ranges: text, publicNetworkAccess, defaultAction, ip, subnets }) => {
  const ranges = classifyRanges(text);
  let recorded: Recording;
  beforeAll(async () => {
    recorded = await record(() => {
      new DataLake('lake', {
        ...place,
        accountName: 'st',
        ranges,
        subnetIds: ['/subnet'],
        isGeoRedundant: false,
        softDeleteDays: 7,
        bronzeToCoolDays: 1,
        bronzeDeleteDays: 2,
      });
      new KeyVault('key-vault', { ...place, vaultName: 'kv', tenantId: 't', ranges, subnetIds: ['/subnet'], purgeProtection: false, softDeleteDays: 7 });
      new ContainerRegistry('container-registry', { ...place, registryName: 'cr', sku: 'Premium', ranges });
    });
  });

  test('storage takes public ranges as IP rules and subnets as VNet rules, and nothing private', () => {
    expect(recorded.one('azure-native:storage:StorageAccount').inputs).toMatchObject({
      publicNetworkAccess,
      networkRuleSet: {
        defaultAction,
        bypass: 'AzureServices',
        ipRules: ip.map((iPAddressOrRange) => ({ action: 'Allow', iPAddressOrRange })),
        virtualNetworkRules: subnets ? [{ virtualNetworkResourceId: '/subnet', action: 'Allow' }] : [],
      },
    });
  });

  test('the vault does too, with its prefixes, and always lets Databricks in as a trusted service', () => {
    expect(recorded.one('azure-native:keyvault:Vault').inputs).toMatchObject({
      properties: {
        publicNetworkAccess,
        networkAcls: {
          defaultAction,
          bypass: 'AzureServices',
          ipRules: ip.map((value) => ({ value: value.includes('/') ? value : `${value}/32` })),
          virtualNetworkRules: subnets ? [{ id: '/subnet' }] : [],
        },
      },
    });
  });

  test('a Premium registry does too, and exports nothing where it is private', () => {
    const { inputs } = recorded.one('azure-native:containerregistry:Registry');
    expect(inputs).toMatchObject({
      publicNetworkAccess,
      adminUserEnabled: false,
      networkRuleSet: { defaultAction, ipRules: ip.map((range) => ({ action: 'Allow', iPAddressOrRange: range })) },
    });
    expect(inputs['policies']).toEqual(
      publicNetworkAccess === 'Disabled'
        ? { retentionPolicy: { status: 'enabled', days: 90 }, exportPolicy: { status: 'disabled' } }
        : { retentionPolicy: { status: 'enabled', days: 90 } },
    );
  });
});

describe('a registry below Premium', () => {
  const build = (sku: RegistrySku, text: readonly string[]) =>
    record(() => {
      new ContainerRegistry('container-registry', { ...place, registryName: 'cr', sku, ranges: classifyRanges(text) });
    });

  test.each(['Basic', 'Standard'] as const)('(%s) is given none of the features that Azure refuses it', async (sku) => {
    const { inputs } = (await build(sku, ['0.0.0.0/0'])).one('azure-native:containerregistry:Registry');
    expect(inputs).toMatchObject({ sku: { name: sku }, adminUserEnabled: false, anonymousPullEnabled: false });
    for (const premium of ['networkRuleSet', 'policies', 'dataEndpointEnabled']) expect(inputs).not.toHaveProperty(premium);
  });

  test('is refused where ranges would have to be honoured', async () => {
    await expect(build('Standard', ['203.0.113.0/24'])).rejects.toThrow('a Standard registry is open to every network');
  });
});

describe('the vault', () => {
  test.each([
    [true, { enablePurgeProtection: true }],
    [false, {}],
  ])('with purge protection %s says true or nothing, never false', async (purgeProtection, expected) => {
    const recorded = await record(() => {
      new KeyVault('key-vault', {
        ...place,
        vaultName: 'kv',
        tenantId: 't',
        ranges: classifyRanges(['0.0.0.0/0']),
        subnetIds: [],
        purgeProtection,
        softDeleteDays: 30,
      });
    });
    const { properties } = recorded.one('azure-native:keyvault:Vault').inputs as { properties: Record<string, unknown> };
    expect(properties).toMatchObject({ enableRbacAuthorization: true, enableSoftDelete: true, softDeleteRetentionInDays: 30, ...expected });
    expect(Object.hasOwn(properties, 'enablePurgeProtection')).toBe(purgeProtection);
    expect(properties).not.toHaveProperty('createMode');
  });

  test('comes back from deletion only on request', async () => {
    const recorded = await record(() => program(inputFor('dev', 'eastus')), { config: { 'hx:recoverKeyVault': 'true' } });
    expect(recorded.one('azure-native:keyvault:Vault').inputs).toMatchObject({ properties: { createMode: 'recover' } });
  });
});

describe('the Databricks workspace', () => {
  test.each([
    ['0.0.0.0/0', 'Enabled', 'AllRules'],
    ['203.0.113.0/24', 'Enabled', 'AllRules'],
    ['10.0.0.0/8', 'Disabled', 'NoAzureDatabricksRules'],
  ])('for %s has public access %s and %s', async (range, publicNetworkAccess, requiredNsgRules) => {
    const recorded = await record(() => {
      const network = new ComponentResource('test:Network', 'network');
      new DatabricksWorkspace('databricks-workspace', {
        ...place,
        names,
        subscriptionId: 'sub',
        network,
        isPublic: hasPublicEndpoint(classifyRanges([range])),
      });
    });
    expect(recorded.childrenOf('databricks-workspace')).toEqual([
      'azure-native:databricks:AccessConnector access-connector',
      'azure-native:databricks:Workspace databricks',
    ]);
    expect(recorded.one('azure-native:databricks:Workspace').inputs).toMatchObject({
      publicNetworkAccess,
      requiredNsgRules,
      computeMode: 'Hybrid',
      sku: { name: 'premium' },
      managedResourceGroupId: `/subscriptions/sub/resourceGroups/${names.databricksManagedGroup}`,
      parameters: {
        customVirtualNetworkId: {
          value: `/subscriptions/sub/resourceGroups/${names.resourceGroup}/providers/Microsoft.Network/virtualNetworks/${names.virtualNetwork}`,
        },
        enableNoPublicIp: { value: true },
        customPublicSubnetName: { value: 'snet-databricks-public' },
      },
    });
  });
});

describe('NSG rules', () => {
  test('lead clusters to the control plane only where no private link does', () => {
    const webapp = (isPublic: boolean) => databricksRules(isPublic).filter((rule) => rule.destinationAddressPrefix === 'AzureDatabricks').length;
    expect([webapp(true), webapp(false)]).toEqual([1, 0]);
  });

  test('let the allowed private ranges reach the endpoints by HTTPS and nobody else', () => {
    const rules = endpointRules('10.30.0.0/16', ['10.0.0.0/8', '172.16.0.0/12']);
    expect(rules.map(({ name, access, sourceAddressPrefix, sourceAddressPrefixes }) => [name, access, sourceAddressPrefix ?? sourceAddressPrefixes])).toEqual([
      ['allow-services-from-vnet', 'Allow', '10.30.0.0/16'],
      ['allow-https-from-allowed-ranges', 'Allow', ['10.0.0.0/8', '172.16.0.0/12']],
      ['deny-all-inbound', 'Deny', '*'],
    ]);
    expect(endpointRules('10.30.0.0/16', []).map(({ name }) => name)).toEqual(['allow-services-from-vnet', 'deny-all-inbound']);
  });

  test.each([databricksRules(true), databricksRules(false), endpointRules('10.30.0.0/16', ['10.0.0.0/8'])].map((rules) => [rules]))(
    'have priorities of their own in each direction',
    (rules) => {
      const keys = rules.map(({ direction, priority }) => `${String(direction)} ${String(priority)}`);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );
});

describe('private endpoints', () => {
  let recorded: Recording;
  beforeAll(async () => {
    recorded = await record(() => {
      new PrivateEndpoints('private-endpoints', {
        ...place,
        names,
        virtualNetworkId: '/vnet',
        subnetId: '/subnet',
        targets: [
          { group: 'vault', serviceId: '/vault' },
          { group: 'databricks_ui_api', serviceId: '/workspace' },
          { group: 'browser_authentication', serviceId: '/workspace' },
        ],
      });
    });
  });

  test('are one endpoint and one zone group a target, and one linked zone a domain', () => {
    expect(recorded.childrenOf('private-endpoints')).toEqual([
      'azure-native:network:PrivateDnsZoneGroup zone-group-browser-authentication',
      'azure-native:network:PrivateDnsZoneGroup zone-group-databricks-ui-api',
      'azure-native:network:PrivateDnsZoneGroup zone-group-vault',
      'azure-native:network:PrivateEndpoint endpoint-browser-authentication',
      'azure-native:network:PrivateEndpoint endpoint-databricks-ui-api',
      'azure-native:network:PrivateEndpoint endpoint-vault',
      'azure-native:privatedns:PrivateZone zone-azuredatabricks',
      'azure-native:privatedns:PrivateZone zone-vaultcore',
      'azure-native:privatedns:VirtualNetworkLink zone-link-azuredatabricks',
      'azure-native:privatedns:VirtualNetworkLink zone-link-vaultcore',
    ]);
  });

  test('of one service are made one after the other', () => {
    expect(recorded.one('azure-native:network:PrivateEndpoint', 'endpoint-browser-authentication').dependsOn).toContain('endpoint-databricks-ui-api');
    expect(recorded.one('azure-native:network:PrivateEndpoint', 'endpoint-databricks-ui-api').dependsOn).not.toContain('endpoint-vault');
  });

  test('resolve in the zone of their service', () => {
    expect(recorded.one('azure-native:network:PrivateDnsZoneGroup', 'zone-group-vault').inputs).toMatchObject({
      privateDnsZoneConfigs: [{ privateDnsZoneId: '/mock/azure-native:privatedns:PrivateZone/zone-vaultcore' }],
    });
  });

  test('exist in the shipped environments for every service that has a private range', async () => {
    const staging = await record(() => program(inputFor('staging', 'eastus')));
    expect(
      staging
        .all('azure-native:network:PrivateEndpoint')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'endpoint-blob',
      'endpoint-browser-authentication',
      'endpoint-data-factory',
      'endpoint-databricks-ui-api',
      'endpoint-dfs',
      'endpoint-registry',
      'endpoint-vault',
    ]);
  });
});
