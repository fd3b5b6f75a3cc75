// HX-DBP-01: not everyone may manage a thing in the workspace.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isEveryone } from './everyone';

export const databricksPermissionsEveryone = resourcePolicy({
  id: 'databricks-permissions-everyone',
  title: 'Not everyone may manage things in a Databricks workspace',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBP-01', 'KICS databricks_permissions'],
  rationale: 'Whoever manages a job or a cluster can change its code and run it with its rights: those of the ETL on all customer data.',
  remediation: {
    text: 'Give CAN_MANAGE to a named group or service principal, and everyone CAN_VIEW, CAN_USE or CAN_RESTART at most.',
    example: "new databricks.Permissions('job', { jobId: job.id, accessControls: [{ groupName: 'users', permissionLevel: 'CAN_VIEW' }] });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/auth/access-control/'],
  types: ['databricks:index/permissions:Permissions'],
  check: (permissions) => {
    permissions.each('accessControls', (control) => {
      if (isOneOf(control.read('permissionLevel'), ['CAN_MANAGE', 'IS_OWNER']) && isEveryone(control.read('groupName')))
        control.fail('permissionLevel', `lets everyone manage it: ${control.shown('groupName')} has ${control.shown('permissionLevel')}`);
    });
  },
});
