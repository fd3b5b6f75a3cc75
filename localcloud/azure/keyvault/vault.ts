// Key vaults: a global name that a deleted vault keeps, purge protection and retention that never go back, recovery.
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext, Kind, OutputContext, Properties } from '../../kind';
import { isRecord, isTrue, list, number, record, same, text } from '../shared/values';
import { admitSubnets } from '../shared/subnets';
import { permissionPaths } from './permissions';
import { badRequest, checkVault, isProtected } from './vault-rules';

export const vaultPath = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults/{vaultName}';
export const vaultApi = '2024-11-01';
export const vaultHost = (name: string): string => `https://${name.toLowerCase()}.vault.azure.net`;

const token = 'azure-native:keyvault:Vault';
const retentionOf = (outputs: Properties): number => number(outputs, 'properties.softDeleteRetentionInDays') ?? 90;

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  if (ctx.operation === 'update' && ctx.before) {
    const days = number(ctx.inputs, 'properties.softDeleteRetentionInDays');
    if (days !== undefined && days !== retentionOf(ctx.before.outputs)) {
      ctx.refuse(400, badRequest, 'The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.');
    }
  }
  if (ctx.operation === 'create' && text(ctx.inputs, 'properties.createMode') === 'recover') admitRecovery(ctx);
  const ids = list(ctx.inputs, 'properties.networkAcls.virtualNetworkRules')
    .filter((rule) => !isTrue(rule, 'ignoreMissingVnetServiceEndpoint'))
    .flatMap((rule) => text(rule, 'id') ?? []);
  admitSubnets(ctx, ids, 'Microsoft.KeyVault', 'SubnetsHaveNoServiceEndpointsConfigured');
}

/** A deleted vault comes back where it was: same subscription, resource group and region, by which the service looks it up. */
function admitRecovery(ctx: AdmitContext): void {
  const name = text(ctx.inputs, 'vaultName') ?? '';
  const deleted = ctx.world.softDeleted(token, name);
  const region = text(ctx.inputs, 'location') ?? '';
  const isHere = deleted?.location === undefined || normalizeRegion(deleted.location) === normalizeRegion(region);
  if (!deleted || !isHere) {
    ctx.refuse(404, 'DeletedVaultNotFound', `The vault '${name}' cannot be recovered: there is no deleted vault of that name in the subscription and region.`);
  }
  if (!same(deleted.id, ctx.id)) ctx.refuse(409, 'ConflictError', `The deleted vault '${name}' can only be recovered as '${deleted.id}'.`);
}

function outputs(ctx: OutputContext): Properties {
  const given = record(ctx.inputs, 'properties');
  const acls = record(given, 'networkAcls');
  const before = ctx.before?.outputs ?? {};
  return {
    properties: {
      accessPolicies: [...list(given, 'accessPolicies')],
      enableSoftDelete: true,
      enableRbacAuthorization: false,
      enabledForDeployment: false,
      publicNetworkAccess: 'Enabled',
      softDeleteRetentionInDays: retentionOf(before),
      ...given,
      ...(isRecord(given['networkAcls'])
        ? { networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [], ...acls } }
        : {}),
      // Once on, it stays on, also when a later update leaves it out.
      ...(isProtected(before) ? { enablePurgeProtection: true } : {}),
      createMode: null,
      provisioningState: 'Succeeded',
      vaultUri: `${vaultHost(text(ctx.inputs, 'vaultName') ?? '')}/`,
    },
  };
}

export const vault: Kind = {
  token,
  type: 'Microsoft.KeyVault/vaults',
  apiVersion: vaultApi,
  path: vaultPath,
  name: {
    property: 'vaultName',
    pattern: /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
    code: 'VaultNameNotValid',
    message:
      "The vault name is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, " +
      'end with a letter or digit, and not contain consecutive hyphens.',
  },
  globalName: {
    domain: 'vault.azure.net',
    code: 'VaultAlreadyExists',
    message: (name) =>
      `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. ` +
      'If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged ' +
      'after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name.',
  },
  heldName: {
    code: 'ConflictError',
    message: (name) =>
      `A vault with the same name already exists in deleted state: '${name}'. You need to either recover or purge existing key vault. ` +
      'Set createMode to recover to bring it back.',
  },
  location: 'from-resource-group',
  // Templates write Standard and Get as often as standard and get; the service takes both.
  ownEnums: ['properties.sku.name', ...permissionPaths],
  check: checkVault,
  admit,
  outputs,
  softDelete: (stored) => ({ retentionDays: retentionOf(stored.outputs), isPurgeable: !isProtected(stored.outputs) }),
  recovers: (inputs) => text(inputs, 'properties.createMode') === 'recover',
  isAsync: true,
};
