// Custom roles: a GUID for an id, scopes to be assigned at, actions that make sense, and no deletion while someone holds the role.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { isGuid } from '../shared/ids';
import { at, compact, isMissing, list, same, text } from '../shared/values';
import { isBuiltInRole } from './built-in-roles';

const token = 'azure-native:authorization:RoleDefinition';

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const id = text(inputs, 'roleDefinitionId');
  if (id !== undefined && !isGuid(id))
    ctx.refuse('roleDefinitionId', 'InvalidRoleDefinitionId', `The role definition ID '${id}' is not valid. The role definition ID must be a GUID.`);
  if (isMissing(inputs, 'roleName')) ctx.refuse('roleName', 'InvalidRoleDefinition', 'A role needs a name.');
  if ((text(inputs, 'roleName') ?? '').length > 512) ctx.refuse('roleName', 'InvalidRoleDefinition', 'A role name has at most 512 characters.');
  const scopes = list(inputs, 'assignableScopes');
  for (const scope of scopes) {
    if (
      typeof scope === 'string' &&
      !/^\/(subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?|providers\/Microsoft\.Management\/managementGroups\/[^/]+)\/?$/i.test(scope)
    ) {
      ctx.refuse('assignableScopes', 'InvalidAssignableScope', `'${scope}' is not the id of a management group, a subscription or a resource group.`);
    }
  }
  for (const permission of list(inputs, 'permissions')) {
    for (const action of [
      ...list(permission, 'actions'),
      ...list(permission, 'notActions'),
      ...list(permission, 'dataActions'),
      ...list(permission, 'notDataActions'),
    ]) {
      if (typeof action === 'string' && action !== '*' && !/^[*\w.]+(\/[*\w.$-]+)+$/.test(action))
        ctx.refuse('permissions', 'InvalidActionOrNotAction', `'${action}' does not match any of the actions supported by the providers.`);
    }
  }
}

function admit(ctx: AdmitContext): void {
  const guid = ctx.id.split('/').at(-1) ?? '';
  if (ctx.operation === 'delete') {
    const isHeld = ctx.world
      .list({ token: 'azure-native:authorization:RoleAssignment' })
      .some((each) => (text(each.inputs, 'roleDefinitionId') ?? '').toLowerCase().endsWith(`/${guid.toLowerCase()}`));
    if (isHeld) ctx.refuse(400, 'RoleDefinitionHasAssignments', 'There are existing role assignments referencing role (code: RoleDefinitionHasAssignments).');
    return;
  }
  if (isBuiltInRole(guid)) ctx.refuse(403, 'RoleDefinitionUpdateNotPermitted', 'Built-in roles cannot be changed.');
  const name = text(ctx.inputs, 'roleName');
  const twin = ctx.world.list({ token }).find((role) => !same(role.id, ctx.id) && same(text(role.inputs, 'roleName'), name));
  if (twin)
    ctx.refuse(409, 'RoleDefinitionWithSameNameExists', `A custom role with the same name '${name}' already exists in this directory. Use a different name.`);
}

export const roleDefinition: Kind = {
  token,
  type: 'Microsoft.Authorization/roleDefinitions',
  apiVersion: '2022-05-01-preview',
  path: '/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}',
  autoName: 'uuid',
  location: 'none',
  check,
  admit,
  outputs: (ctx) =>
    compact({
      roleType: at(ctx.inputs, 'roleType') ?? 'CustomRole',
      assignableScopes: at(ctx.inputs, 'assignableScopes') ?? [text(ctx.inputs, 'scope') ?? ''],
      createdOn: ctx.before?.outputs['createdOn'] ?? ctx.now,
      updatedOn: ctx.now,
    }),
};
