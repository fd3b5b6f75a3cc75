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

/** True where one of the locks that mean the resource, or the group that it is in, forbids deletion. */
function isLocked(resource: Resource, stack: Stack): boolean {
  const groups = stack.ofType('azure-native:resources:ResourceGroup').filter((group) => stack.pointsAt(resource, 'resourceGroupName', group));
  const direct = [...stack.pointing(scopedLock, 'scope', resource), ...stack.pointing(resourceLock, 'resourceName', resource)];
  const ofGroup = groups.flatMap((group) => [...stack.pointing(scopedLock, 'scope', group), ...stack.pointing(groupLock, 'resourceGroupName', group)]);
  return [...direct, ...ofGroup].some(({ inputs }) => isOneOf(valueAt(inputs, 'level'), ['CanNotDelete', 'ReadOnly']));
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
