// Data factories: a global name, an identity, global parameters, and a customer key that needs a user-assigned identity.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { admitIdentity, assignedIdentities, checkIdentity, identityOutputs } from '../shared/identity';
import { at, isGiven, isMissing, isRecord, record, same, text } from '../shared/values';
import { parameterFits } from './documents';

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkIdentity(ctx);
  for (const [name, parameter] of Object.entries(record(inputs, 'globalParameters'))) {
    const path = `globalParameters["${name}"]`;
    const type = text(parameter, 'type');
    if (!/^[A-Za-z0-9_ -]{1,260}$/.test(name))
      ctx.refuse(path, 'BadRequest', `The global parameter name '${name}' is invalid: letters, digits, underscores, hyphens and spaces only.`);
    if (isRecord(parameter) && isMissing(parameter, 'value')) ctx.refuse(`${path}.value`, 'BadRequest', `The global parameter '${name}' has no value.`);
    if (type !== undefined && !['Object', 'String', 'Int', 'Float', 'Bool', 'Array'].some((known) => same(known, type))) {
      ctx.refuse(`${path}.type`, 'BadRequest', `The type '${type}' of global parameter '${name}' is invalid: Object, String, Int, Float, Bool or Array.`);
    } else if (type !== undefined && !parameterFits(type, at(parameter, 'value'))) {
      ctx.refuse(`${path}.value`, 'BadRequest', `The value of global parameter '${name}' is not of type ${type}.`);
    }
  }
  checkEncryption(ctx);
  if (text(inputs, 'repoConfiguration.type') === 'FactoryVSTSConfiguration' && isMissing(inputs, 'repoConfiguration.projectName')) {
    ctx.refuse('repoConfiguration.projectName', 'BadRequest', 'A repository configuration of Azure DevOps needs projectName.');
  }
}

function checkEncryption(ctx: CheckContext): void {
  const { inputs } = ctx;
  if (!isGiven(inputs, 'encryption')) return;
  const identity = text(inputs, 'encryption.identity.userAssignedIdentity');
  if (ctx.before === undefined && isMissing(inputs, 'encryption.identity.userAssignedIdentity')) {
    ctx.refuse(
      'encryption.identity',
      'CMKIdentityIdRequiredAtCreation',
      'A new factory with a customer-managed key needs encryption.identity.userAssignedIdentity.',
    );
  }
  if (identity !== undefined && isGiven(inputs, 'identity') && !assignedIdentities(inputs).some((id) => same(id, identity))) {
    ctx.refuse(
      'encryption.identity.userAssignedIdentity',
      'InvalidCMKIdentity',
      `The identity '${identity}' of the customer-managed key is not assigned to the factory.`,
    );
  }
  const vault = text(inputs, 'encryption.vaultBaseUrl');
  if (vault !== undefined && !/^https:\/\/[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\.(vault|managedhsm)\.[a-z.]+\/?$/i.test(vault)) {
    ctx.refuse('encryption.vaultBaseUrl', 'InvalidVaultBaseUrl', `'${vault}' is not the URL of a key vault.`);
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  admitIdentity(ctx);
  if (ctx.operation === 'update' && isGiven(ctx.before?.inputs, 'encryption') && isMissing(ctx.inputs, 'encryption')) {
    ctx.refuse(400, 'CMKCannotBeRemoved', `The customer-managed key of factory ${ctx.id} cannot be removed.`);
  }
}

export const factory: Kind = {
  token: 'azure-native:datafactory:Factory',
  type: 'Microsoft.DataFactory/factories',
  apiVersion: '2018-06-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}',
  name: {
    property: 'factoryName',
    pattern: /^(?=.{3,63}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/,
    code: 'DataFactoryNameInvalid',
    message: 'The factory name is invalid: 3 to 63 letters, digits and single hyphens, starting and ending with a letter or digit.',
  },
  globalName: {
    domain: 'datafactory.azure.net',
    code: 'DataFactoryNameInUse',
    message: (name) => `The specified Data Factory name '${name}' is already in use. Data Factory names must be globally unique.`,
  },
  location: 'from-resource-group',
  check,
  admit,
  outputs: (ctx) => ({
    ...identityOutputs(ctx),
    createTime: text(ctx.before?.outputs, 'createTime') ?? ctx.now,
    eTag: ctx.guid('eTag'),
    version: '2018-06-01',
    publicNetworkAccess: text(ctx.inputs, 'publicNetworkAccess') ?? 'Enabled',
  }),
};
