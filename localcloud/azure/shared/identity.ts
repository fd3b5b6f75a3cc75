// Managed identities on resources: which combinations ARM refuses, and the principals that it makes.
import type { AdmitContext, CheckContext, OutputContext, Properties } from '../../kind';
import { isIdOf } from './ids';
import { at, compact, isRecord, text } from './values';

const assignedType = 'Microsoft.ManagedIdentity/userAssignedIdentities';

/** Ids of the user-assigned identities, whether a kind takes them as a list or as the keys of a map. */
export function assignedIdentities(inputs: Properties): readonly string[] {
  const given = at(inputs, 'identity.userAssignedIdentities');
  if (Array.isArray(given)) return given.filter((id): id is string => typeof id === 'string');
  return isRecord(given) ? Object.keys(given) : [];
}

const includes = (inputs: Properties, type: 'systemassigned' | 'userassigned'): boolean =>
  (text(inputs, 'identity.type') ?? '')
    .toLowerCase()
    .split(',')
    .some((part) => part.trim() === type);

export const hasSystemIdentity = (inputs: Properties): boolean => includes(inputs, 'systemassigned');
export const hasUserIdentity = (inputs: Properties): boolean => includes(inputs, 'userassigned');

export function checkIdentity(ctx: CheckContext): void {
  const type = text(ctx.inputs, 'identity.type');
  if (type === undefined) return;
  const ids = assignedIdentities(ctx.inputs);
  const given = at(ctx.inputs, 'identity.userAssignedIdentities');
  if (hasUserIdentity(ctx.inputs) && (given === undefined || (ids.length === 0 && (Array.isArray(given) ? given.length === 0 : isRecord(given))))) {
    ctx.refuse('identity.userAssignedIdentities', 'MissingIdentityIds', `The identity ids must not be null or empty for '${type}' identity type.`);
  }
  if (!hasUserIdentity(ctx.inputs) && ids.length > 0) {
    ctx.refuse('identity.userAssignedIdentities', 'InvalidIdentityValues', `The identity ids must be null or empty for '${type}' identity type.`);
  }
  for (const id of ids.filter((each) => !isIdOf(each, assignedType))) {
    ctx.refuse(
      'identity.userAssignedIdentities',
      'LinkedInvalidPropertyId',
      `Property id '${id}' at path 'identity.userAssignedIdentities' is invalid. Expect fully qualified resource Id of a '${assignedType}'.`,
    );
  }
}

/** The identities that a resource names must exist. */
export function admitIdentity(ctx: AdmitContext): void {
  for (const id of assignedIdentities(ctx.inputs)) {
    if (ctx.world.get(id)) continue;
    const response = `{"error":{"code":"BadRequest","message":"Resource '${id}' was not found."}}`;
    ctx.refuse(
      400,
      'FailedIdentityOperation',
      `Identity operation for resource '${ctx.id}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '${response}'.'`,
    );
  }
}

/** The identity as the cloud answers it: the system's principal, and the principal and client of each assigned identity. */
export function identityOutputs(ctx: OutputContext): Properties {
  const type = text(ctx.inputs, 'identity.type');
  if (type === undefined || type === 'None') return {};
  const assigned = assignedIdentities(ctx.inputs).map((id) => {
    const outputs = ctx.world.get(id)?.outputs ?? {};
    return [id, compact({ principalId: at(outputs, 'principalId'), clientId: at(outputs, 'clientId') })] as const;
  });
  const system = hasSystemIdentity(ctx.inputs) ? { principalId: ctx.guid('principal'), tenantId: ctx.world.tenantId } : {};
  return { identity: { type, ...system, ...(assigned.length > 0 ? { userAssignedIdentities: Object.fromEntries(assigned) } : {}) } };
}
