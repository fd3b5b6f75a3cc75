// Lifecycle management of an account: what its rules need of the account and of its blob service.
import type { AdmitContext, Kind } from '../../kind';
import { isGiven, isRecord, isTrue, record, text } from '../shared/values';
import { checkRules, rulesOf, type tierings } from './lifecycle-rules';
import { accountKind, accountOf, accountPath, storageApi } from './refusals';

const lastAccess = 'daysAfterLastAccessTimeGreaterThan';

function admit(ctx: AdmitContext): void {
  const account = accountOf(ctx);
  if (ctx.operation === 'delete' || !account) return;
  const kind = accountKind(account) ?? '';
  if (!['StorageV2', 'BlobStorage', 'BlockBlobStorage'].includes(kind)) {
    ctx.refuse(409, 'FeatureNotSupportedForAccount', `Management policy is not supported for an account of kind '${kind}'.`);
  }
  const actions = rulesOf(ctx.inputs).flatMap((rule) => ['baseBlob', 'snapshot', 'version'].map((part) => record(rule, `definition.actions.${part}`)));
  const conditions = actions.flatMap((part) => Object.values(part)).filter(isRecord);
  const service = ctx.world.get(`${account.id}/blobServices/default`);
  if (conditions.some((condition) => isGiven(condition, lastAccess)) && !isTrue(service?.inputs, 'lastAccessTimeTrackingPolicy.enable')) {
    ctx.refuse(400, 'InvalidRequestPropertyValue', `${lastAccess} can only be used with last access time tracking enabled on the blob service.`);
  }
  const uses = (action: (typeof tierings)[number]): boolean => actions.some((part) => isGiven(part, action));
  if (uses('tierToHot') && kind !== 'BlockBlobStorage')
    ctx.refuse(400, 'InvalidRequestPropertyValue', 'tierToHot can only be used with premium block blob accounts.');
  if (uses('tierToArchive') && (text(account.inputs, 'sku.name') ?? '').endsWith('ZRS')) {
    ctx.refuse(400, 'InvalidRequestPropertyValue', 'The archive tier is not supported for ZRS, GZRS and RA-GZRS accounts.');
  }
  if (isTrue(account.inputs, 'isHnsEnabled') && rulesOf(ctx.inputs).some((rule) => isGiven(rule, 'definition.filters.blobIndexMatch'))) {
    ctx.refuse(400, 'InvalidRequestPropertyValue', 'Blob index tags are not supported for accounts with a hierarchical namespace.');
  }
}

export const managementPolicy: Kind = {
  token: 'azure-native:storage:ManagementPolicy',
  type: 'Microsoft.Storage/storageAccounts/managementPolicies',
  apiVersion: storageApi,
  path: `${accountPath}/managementPolicies/{managementPolicyName}`,
  name: {
    property: 'managementPolicyName',
    pattern: /^default$/,
    code: 'InvalidRequestPropertyValue',
    message: "The name of the management policy must be 'default'.",
  },
  location: 'none',
  autoName: 'none',
  defaults: () => ({ managementPolicyName: 'default' }),
  check: checkRules,
  admit,
  outputs: (ctx) => ({ lastModifiedTime: ctx.now, policy: { rules: rulesOf(ctx.inputs).map((rule) => ({ enabled: true, ...rule })) } }),
};
