// An IP access list works only where the workspace has them switched on.
import { isOn } from '../../compare';
import { stackPolicy } from '../../policy';
import { valueAt } from '../../value';
import { someKnown } from '../../in-turn';

export const databricksIpAccessListsOn = stackPolicy({
  id: 'databricks-ip-access-lists-on',
  title: 'Databricks IP access lists are switched on',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  rationale: 'A list in a workspace whose switch is off is kept and not obeyed: everyone believes the door is shut.',
  remediation: {
    text: 'Set customConfig.enableIpAccessLists to true in the WorkspaceConf of the same stack, and let the list depend on it.',
    example: "new databricks.WorkspaceConf('conf', { customConfig: { enableIpAccessLists: 'true' } });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/front-end/ip-access-list-workspace'],
  types: ['databricks:index/ipAccessList:IpAccessList'],
  check: (list, stack) => {
    const isSwitchedOn = someKnown(stack.ofType('databricks:index/workspaceConf:WorkspaceConf'), ({ inputs }) =>
      isOn(valueAt(inputs, 'customConfig.enableIpAccessLists')),
    );
    if (!isSwitchedOn) list.fail('', 'is not obeyed: no WorkspaceConf of the stack sets enableIpAccessLists to true');
  },
});
