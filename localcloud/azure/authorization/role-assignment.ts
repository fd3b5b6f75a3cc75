// Role assignments at any scope: a GUID for a name, a principal of the tenant, a role that exists, once per scope, principal and role.
import type { AdmitContext, CheckContext, Kind, Properties, StoredResource } from '../../kind';
import type { World } from '../../world';
import { isGuid } from '../shared/ids';
import { signedIn } from '../shared/signed-in';
import { at, compact, isChanged, isGiven, isMissing, list, same, text } from '../shared/values';
import { isBuiltInRole } from './built-in-roles';

const token = 'azure-native:authorization:RoleAssignment';
const notPermitted = 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.';

const roleGuid = (id: string): string | undefined => /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([0-9a-f-]{36})$/i.exec(id)?.[1];

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const [name, principal, role] = [text(inputs, 'roleAssignmentName'), text(inputs, 'principalId'), text(inputs, 'roleDefinitionId')];
  if (name !== undefined && !isGuid(name)) {
    ctx.refuse('roleAssignmentName', 'InvalidRoleAssignmentId', `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`);
  }
  if (principal !== undefined && !isGuid(principal))
    ctx.refuse('principalId', 'InvalidPrincipalId', `A valid principal ID must be provided for role assignment; '${principal}' is not a GUID.`);
  if (role !== undefined && !isGuid(roleGuid(role) ?? ''))
    ctx.refuse(
      'roleDefinitionId',
      'InvalidRoleDefinitionId',
      `The role definition ID '${role}' is not valid. It must be the resource id of a role definition.`,
    );
  checkScope(ctx);
  checkCondition(ctx);
}

function checkScope(ctx: CheckContext): void {
  const scope = text(ctx.inputs, 'scope');
  if (scope === undefined || /^\/?(subscriptions\/[^/]+|providers\/Microsoft\.Management\/managementGroups\/[^/]+)(\/|$)/i.test(scope) || scope === '/') return;
  ctx.refuse('scope', 'MissingSubscription', `The scope '${scope}' is not the id of a management group, a subscription, a resource group or a resource.`);
}

function checkCondition(ctx: CheckContext): void {
  const { inputs } = ctx;
  const version = text(inputs, 'conditionVersion');
  if (version !== undefined && version !== '2.0')
    ctx.refuse('conditionVersion', 'InvalidConditionVersion', `The condition version '${version}' is not valid; the only accepted version is 2.0.`);
  if (isGiven(inputs, 'conditionVersion') && isMissing(inputs, 'condition'))
    ctx.refuse('conditionVersion', 'InvalidConditionVersion', 'A condition version is given without a condition.');
  if (isGiven(inputs, 'condition') && isMissing(inputs, 'conditionVersion'))
    ctx.refuse('condition', 'InvalidCondition', 'A condition needs conditionVersion 2.0.');
  if ((text(inputs, 'description') ?? '').length > 1024) ctx.refuse('description', 'InvalidDescription', 'The description has at most 1024 characters.');
  const delegated = text(inputs, 'delegatedManagedIdentityResourceId');
  if (delegated !== undefined && !delegated.startsWith('/subscriptions/')) {
    ctx.refuse(
      'delegatedManagedIdentityResourceId',
      'InvalidDelegatedManagedIdentityResourceId',
      `'${delegated}' is not the resource id of a managed identity.`,
    );
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  if (ctx.operation === 'update') {
    const isMoved = ['principalType', 'delegatedManagedIdentityResourceId'].some((property) => isChanged(ctx.before?.inputs, ctx.inputs, property));
    const isOtherRole = !same(roleGuid(text(ctx.before?.inputs, 'roleDefinitionId') ?? ''), roleGuid(text(ctx.inputs, 'roleDefinitionId') ?? ''));
    if (isMoved || isOtherRole) ctx.refuse(400, 'RoleAssignmentUpdateNotPermitted', notPermitted);
    return;
  }
  if (ctx.before && !isSameGrant(ctx.before, ctx.inputs)) ctx.refuse(400, 'RoleAssignmentUpdateNotPermitted', notPermitted);
  admitRole(ctx);
  admitPrincipal(ctx);
  const scope = normalized(text(ctx.inputs, 'scope') ?? '');
  const twin = ctx.world
    .list({ token, under: `${scope}/providers/Microsoft.Authorization/roleAssignments` })
    .find((each) => isSameGrant(each, ctx.inputs) && !same(each.id, ctx.id));
  if (twin)
    ctx.refuse(
      409,
      'RoleAssignmentExists',
      `The role assignment already exists. The ID of the conflicting role assignment is ${twin.id.split('/').at(-1)?.replaceAll('-', '')}.`,
    );
}

const normalized = (scope: string): string => `/${scope.replace(/^\/+|\/+$/g, '')}`;

function isSameGrant(other: StoredResource, inputs: Properties): boolean {
  const role = (properties: Properties): string | undefined => roleGuid(text(properties, 'roleDefinitionId') ?? '');
  return (
    same(normalized(text(other.inputs, 'scope') ?? ''), normalized(text(inputs, 'scope') ?? '')) &&
    same(text(other.inputs, 'principalId'), text(inputs, 'principalId')) &&
    same(role(other.inputs), role(inputs))
  );
}

function admitRole(ctx: AdmitContext): void {
  const guid = roleGuid(text(ctx.inputs, 'roleDefinitionId') ?? '');
  if (guid === undefined || isBuiltInRole(guid)) return;
  const custom = ctx.world.list({ token: 'azure-native:authorization:RoleDefinition' });
  const role = custom.find((each) => each.id.toLowerCase().endsWith(`/${guid.toLowerCase()}`));
  // A custom role is found only at its assignable scopes and below them; of management groups the local cloud knows no tree.
  const reach = list(role?.outputs, 'assignableScopes').filter((each): each is string => typeof each === 'string');
  const scope = `${normalized(text(ctx.inputs, 'scope') ?? '')}/`.toLowerCase();
  const isGroup = (each: string): boolean => /^\/providers\/Microsoft\.Management\//i.test(each);
  if (role && (reach.length === 0 || reach.some((each) => isGroup(each) || scope.startsWith(`${normalized(each)}/`.toLowerCase())))) return;
  ctx.refuse(404, 'RoleDefinitionDoesNotExist', `The specified role definition with ID '${guid}' does not exist.`);
}

/** Azure looks a principal up unless it is said to be a service principal, which replication may not have brought yet. */
function admitPrincipal(ctx: AdmitContext): void {
  const [principal, type] = [text(ctx.inputs, 'principalId'), text(ctx.inputs, 'principalType')];
  if (principal === undefined || type === 'ServicePrincipal' || type === 'ForeignGroup' || same(principal, signedIn.objectId)) return;
  if (isManagedIdentity(ctx.world, principal)) {
    if (type === undefined) return;
    ctx.refuse(
      400,
      'UnmatchedPrincipalType',
      `The PrincipalId '${principal}' has type 'ServicePrincipal', which is different from specified PrinciaplType '${type}'.`,
    );
  }
  ctx.refuse(
    400,
    'PrincipalNotFound',
    `Principal ${principal.replaceAll('-', '')} does not exist in the directory ${ctx.world.tenantId}. Check that you have the correct principal ID. ` +
      'If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. ' +
      'In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype',
  );
}

const isManagedIdentity = (world: World, principal: string): boolean =>
  world.list({}).some(({ outputs }) => {
    const own = isMissing(outputs, 'roleDefinitionId') ? text(outputs, 'principalId') : undefined;
    return same(own, principal) || same(text(outputs, 'identity.principalId'), principal);
  });

export const roleAssignment: Kind = {
  token,
  type: 'Microsoft.Authorization/roleAssignments',
  apiVersion: '2022-04-01',
  path: '/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}',
  autoName: 'uuid',
  location: 'none',
  replaceOn: ['principalId'],
  check,
  admit,
  outputs: (ctx) =>
    compact({
      scope: normalized(text(ctx.inputs, 'scope') ?? ''),
      principalType: at(ctx.inputs, 'principalType') ?? 'User',
      createdOn: ctx.before?.outputs['createdOn'] ?? ctx.now,
      updatedOn: ctx.now,
      createdBy: ctx.before?.outputs['createdBy'] ?? ctx.world.tenantId,
      updatedBy: ctx.world.tenantId,
    }),
};
