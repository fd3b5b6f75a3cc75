// Container registries: a global name, sku changes in place, what a downgrade and an update may not do.
import type { AdmitContext, Kind, OutputContext, Properties } from '../../kind';
import { admitIdentity, identityOutputs } from '../shared/identity';
import { at, compact, isChanged, isRecord, isTrue, list, record, same, text } from '../shared/values';
import { checkRegistry } from './registry-rules';

export const registryPath =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/{registryName}';
export const replicationToken = 'azure-native:containerregistry:Replication';

/** Names of registries and of their replications: 5 to 50 alphanumerics. */
export const registryName = (property: string, what: string): NonNullable<Kind['name']> => ({
  property,
  pattern: /^[A-Za-z0-9]{5,50}$/,
  code: 'InvalidResourceName',
  message: `${what} names may contain alpha numeric characters only and must be between 5 and 50 characters.`,
});

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  admitIdentity(ctx);
  if (ctx.operation !== 'update' || !ctx.before) return;
  const before = ctx.before.inputs;
  if ((text(before, 'zoneRedundancy') ?? 'Disabled') !== (text(ctx.inputs, 'zoneRedundancy') ?? 'Disabled')) {
    ctx.refuse(400, 'ZoneRedundancyCannotBeChanged', 'Zone redundancy of a registry cannot be changed after it is created.');
  }
  if ((text(before, 'encryption.status') ?? 'disabled') !== (text(ctx.inputs, 'encryption.status') ?? 'disabled')) {
    ctx.refuse(400, 'EncryptionCannotBeChanged', 'Encryption of a registry cannot be enabled or disabled after it is created.');
  }
  if (isChanged(before, ctx.inputs, 'sku.name') && text(before, 'sku.name') === 'Premium') admitDowngrade(ctx);
}

function admitDowngrade(ctx: AdmitContext): void {
  const refuse = (what: string): never =>
    ctx.refuse(400, 'SkuDowngradeNotAllowed', `The registry cannot be downgraded from Premium while it has ${what}; remove them first.`);
  if (ctx.world.list({ token: replicationToken, under: ctx.id }).length > 0) refuse('replications');
  const endpoints = ctx.world.list({ token: 'azure-native:network:PrivateEndpoint' });
  const isTarget = (connection: Properties): boolean => same(text(connection, 'privateLinkServiceId'), ctx.id);
  if (endpoints.some((endpoint) => list(endpoint.inputs, 'privateLinkServiceConnections').filter(isRecord).some(isTarget)))
    refuse('private endpoint connections');
}

function policyOutputs(ctx: OutputContext): Properties {
  const given = record(ctx.inputs, 'policies');
  const updated = at(ctx.before?.outputs, 'policies.retentionPolicy.lastUpdatedTime') ?? ctx.now;
  const policy = (name: string, defaults: Properties): Properties => ({ [name]: { ...defaults, ...record(given, name) } });
  return {
    ...policy('quarantinePolicy', { status: 'disabled' }),
    ...policy('trustPolicy', { type: 'Notary', status: 'disabled' }),
    ...policy('retentionPolicy', { days: 7, status: 'disabled', lastUpdatedTime: updated }),
    ...policy('exportPolicy', { status: 'enabled' }),
    ...policy('azureADAuthenticationAsArmPolicy', { status: 'enabled' }),
    ...policy('softDeletePolicy', { retentionDays: 7, status: 'disabled', lastUpdatedTime: updated }),
  };
}

function outputs(ctx: OutputContext): Properties {
  const { inputs, before } = ctx;
  const name = (text(inputs, 'registryName') ?? '').toLowerCase();
  const sku = text(inputs, 'sku.name') ?? 'Basic';
  const region = text(before?.outputs, 'location') ?? text(inputs, 'location') ?? '';
  const rules = record(inputs, 'networkRuleSet');
  return compact({
    ...identityOutputs(ctx),
    adminUserEnabled: at(inputs, 'adminUserEnabled') ?? false,
    anonymousPullEnabled: at(inputs, 'anonymousPullEnabled') ?? false,
    creationDate: before?.outputs['creationDate'] ?? ctx.now,
    dataEndpointEnabled: at(inputs, 'dataEndpointEnabled') ?? false,
    dataEndpointHostNames: isTrue(inputs, 'dataEndpointEnabled') ? [`${name}.${region.toLowerCase().replace(/\s/g, '')}.data.azurecr.io`] : [],
    encryption: { status: 'disabled', ...record(inputs, 'encryption') },
    loginServer: `${name}.azurecr.io`,
    networkRuleBypassOptions: at(inputs, 'networkRuleBypassOptions') ?? 'AzureServices',
    networkRuleSet: sku === 'Premium' || isRecord(inputs['networkRuleSet']) ? { defaultAction: 'Allow', ipRules: [], ...rules } : undefined,
    policies: policyOutputs(ctx),
    privateEndpointConnections: [],
    publicNetworkAccess: at(inputs, 'publicNetworkAccess') ?? 'Enabled',
    sku: { name: sku, tier: sku },
    status: { displayStatus: 'Ready', message: 'The registry is ready.', timestamp: at(before?.outputs, 'status.timestamp') ?? ctx.now },
    zoneRedundancy: at(inputs, 'zoneRedundancy') ?? 'Disabled',
  });
}

export const registry: Kind = {
  token: 'azure-native:containerregistry:Registry',
  type: 'Microsoft.ContainerRegistry/registries',
  apiVersion: '2023-01-01-preview',
  path: registryPath,
  name: registryName('registryName', 'Registry'),
  globalName: {
    domain: 'azurecr.io',
    code: 'AlreadyInUse',
    message: (name) =>
      `The registry DNS name ${name.toLowerCase()}.azurecr.io is already in use. You can check if the name is already claimed with checkNameAvailability.`,
  },
  location: 'from-resource-group',
  replaceOn: ['location'],
  check: checkRegistry,
  admit,
  outputs,
  isAsync: true,
};
