// Storage credentials: exactly one identity, on Azure that of an existing access connector.
import { isMissing, isTrue, list, same, text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Kind } from '../kind';
import { all, checkOneOf, inWorkspace, invalid, keysGiven, tokenOf } from './objects';
import { checkObjectName } from './storage-url';

const identities = ['awsIamRole', 'azureManagedIdentity', 'azureServicePrincipal', 'cloudflareApiToken', 'databricksGcpServiceAccount', 'gcpServiceAccountKey'];
const azure = ['azureManagedIdentity', 'azureServicePrincipal', 'cloudflareApiToken'];
const connectorForm = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Databricks\/accessConnectors\/[^/]+$/i;

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkObjectName(ctx);
  checkOneOf(ctx, 'isolationMode', ['ISOLATION_MODE_ISOLATED', 'ISOLATION_MODE_OPEN']);
  const given = keysGiven(inputs, identities);
  if (given.length !== 1)
    invalid(
      ctx,
      given[1] ?? 'azureManagedIdentity',
      `A storage credential needs exactly one identity; found ${given.length === 0 ? 'none' : given.join(', ')}.`,
    );
  const foreign = given.find((key) => !azure.includes(key));
  if (foreign !== undefined) invalid(ctx, foreign, `${foreign} cannot be used in a metastore on Azure.`);
  const connector = text(inputs, 'azureManagedIdentity.accessConnectorId');
  if (connector !== undefined && !connectorForm.test(connector))
    invalid(ctx, 'azureManagedIdentity.accessConnectorId', `'${connector}' is not the resource id of an access connector.`);
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return refuseUsed(ctx);
  if (ctx.operation === 'create' && ctx.before) ctx.refuse(400, 'STORAGE_CREDENTIAL_ALREADY_EXISTS', `Storage Credential '${ctx.id}' already exists`);
  const id = text(ctx.inputs, 'azureManagedIdentity.accessConnectorId');
  if (id === undefined || isTrue(ctx.inputs, 'skipValidation')) return;
  const connector = ctx.world.get(id) ?? ctx.refuse(404, 'INVALID_PARAMETER_VALUE', `The access connector ${id} could not be found.`);
  const type = (text(connector.inputs, 'identity.type') ?? 'None').toLowerCase();
  const assigned = text(ctx.inputs, 'azureManagedIdentity.managedIdentityId');
  if (assigned === undefined && !type.includes('systemassigned'))
    ctx.refuse(400, 'INVALID_PARAMETER_VALUE', `The access connector ${id} has no system-assigned identity: give managed_identity_id.`);
  if (assigned === undefined) return;
  const ids = connector.inputs['identity'];
  const isListed = list(ids, 'userAssignedIdentities').some((one) => typeof one === 'string' && same(one, assigned));
  if (!isListed) ctx.refuse(400, 'INVALID_PARAMETER_VALUE', `The managed identity ${assigned} is not assigned to the access connector ${id}.`);
}

function refuseUsed(ctx: AdmitContext): void {
  if (isTrue(ctx.inputs, 'forceDestroy')) return;
  const user = all(ctx.world, 'ExternalLocation').find((location) => text(location.inputs, 'credentialName') === ctx.id);
  if (user)
    ctx.refuse(
      400,
      'INVALID_STATE',
      `Storage credential '${ctx.id}' still has dependents: external location '${user.id}'. Use force option to delete it anyway.`,
    );
}

export const storageCredential: Kind = inWorkspace({
  token: tokenOf('StorageCredential'),
  type: 'unity-catalog/storage-credentials',
  apiVersion: '2.1',
  id: ({ inputs }) => text(inputs, 'name') ?? '',
  location: 'none',
  replaceOn: ['name'],
  check,
  admit,
  outputs: ({ inputs, guid, world }) => ({
    storageCredentialId: guid('credential'),
    metastoreId: text(inputs, 'metastoreId') ?? metastoreOf(world.workspace?.outputs['location']),
    owner: text(inputs, 'owner') ?? 'deployer@local.invalid',
    isolationMode: text(inputs, 'isolationMode') ?? 'ISOLATION_MODE_OPEN',
    ...(isMissing(inputs, 'azureManagedIdentity') ? {} : { azureManagedIdentity: { credentialId: guid('credential') } }),
  }),
});

/** One metastore a region. */
export const metastoreOf = (location: unknown): string => `metastore-${typeof location === 'string' ? location : 'local'}`;
