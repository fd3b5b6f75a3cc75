// CIS Azure 6.2: in a protected environment Azure itself refuses to delete what holds data.
import { stackPolicy } from '../../policy';
import { isLocked } from '../shared/delete-lock';
import { lockableKinds } from './stateful-kinds';

export const governanceLockStateful = stackPolicy({
  id: 'governance-lock-stateful',
  title: 'Registries, workspaces and servers of protected environments have a delete lock',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['CIS Azure 5.0 6.2'],
  rationale: 'protect holds the engine back; a lock also holds back the portal, scripts and whoever has Contributor.',
  remediation: {
    text: 'Create a ManagementLockByScope with the level CanNotDelete on the resource or on its group.',
    example: "new authorization.ManagementLockByScope('lock-registry', { scope: registry.id, level: 'CanNotDelete' });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources'],
  types: lockableKinds,
  check: (subject, stack) => {
    if (subject.environment.isProtected && !isLocked(subject.resource, stack)) subject.fail('', 'holds data and no lock of the stack keeps it from deletion');
  },
});
