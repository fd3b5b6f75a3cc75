// HX-STG-06: in a protected environment Azure itself refuses to delete what holds data.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { valueAt } from '../../value';
import { lockableKinds } from './stateful-kinds';

const scopedLock = 'azure-native:authorization:ManagementLockByScope';
const resourceLock = 'azure-native:authorization:ManagementLockAtResourceLevel';
const groupLock = 'azure-native:authorization:ManagementLockAtResourceGroupLevel';

const forbidsDeletion = ({ inputs }: Resource): boolean => isOneOf(valueAt(inputs, 'level'), ['CanNotDelete', 'ReadOnly']);

/** True where a lock that means the resource, or the group that it is in, forbids deletion. */
function isLocked(resource: Resource, stack: Stack): boolean {
  const locks = [...stack.pointing(scopedLock, 'scope', resource), ...stack.pointing(resourceLock, 'resourceName', resource)];
  if (locks.some(forbidsDeletion)) return true;
  const groups = stack.referred(resource, 'resourceGroupName', 'azure-native:resources:ResourceGroup');
  return groups
    .flatMap((group) => [...stack.pointing(scopedLock, 'scope', group), ...stack.pointing(groupLock, 'resourceGroupName', group)])
    .some(forbidsDeletion);
}

export const governanceLockStateful = stackPolicy({
  id: 'governance-lock-stateful',
  title: 'What holds data has a delete lock',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-STG-06', 'CIS Azure 5.0 9.3.9', 'CIS Azure 5.0 6.2'],
  rationale: 'protect holds the engine back; a lock also holds back the portal, scripts and whoever has Contributor.',
  remediation: {
    text: 'Create a ManagementLockByScope with the level CanNotDelete on the resource or on its group.',
    example: "new authorization.ManagementLockByScope('lock-lake', { scope: account.id, level: 'CanNotDelete' });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources'],
  types: lockableKinds,
  check: (subject, stack) => {
    if (subject.environment.isProtected && !isLocked(subject.resource, stack)) subject.fail('', 'holds data and no lock of the stack keeps it from deletion');
  },
});
