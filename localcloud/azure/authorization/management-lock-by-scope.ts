// Management locks at any scope. What they forbid is generic (arm/locks.ts).
import type { CheckContext, Kind } from '../../kind';
import { list, text } from '../shared/values';

function check(ctx: CheckContext): void {
  const notes = text(ctx.inputs, 'notes');
  if (notes !== undefined && notes.length > 512)
    ctx.refuse('notes', 'InvalidLockNotes', `The notes of a lock have at most 512 characters; these have ${notes.length}.`);
  const scope = text(ctx.inputs, 'scope');
  if (scope !== undefined && !/^\/?subscriptions\/[^/]+(\/|$)/i.test(scope)) {
    ctx.refuse('scope', 'InvalidLockScope', `The scope '${scope}' is not the id of a subscription, a resource group or a resource.`);
  }
  list(ctx.inputs, 'owners').forEach((owner, index) => {
    if (text(owner, 'applicationId') === '') ctx.refuse(`owners[${index}].applicationId`, 'InvalidLockOwner', 'The application id of a lock owner is empty.');
  });
}

export const managementLockByScope: Kind = {
  token: 'azure-native:authorization:ManagementLockByScope',
  type: 'Microsoft.Authorization/locks',
  apiVersion: '2020-05-01',
  path: '/{scope}/providers/Microsoft.Authorization/locks/{lockName}',
  name: {
    property: 'lockName',
    pattern: /^[\w.()-]{0,89}[\w()-]$/,
    code: 'InvalidLockName',
    message: 'The lock name is invalid: 1 to 90 alphanumeric characters, periods, underscores, hyphens and parentheses, and no trailing period.',
  },
  location: 'none',
  check,
};
