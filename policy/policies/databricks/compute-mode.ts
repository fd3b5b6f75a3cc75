// A serverless workspace has no network, no managed resource group and no root storage of its own: what concerns those does not apply to it.
import { isOneOf } from '../../compare';
import type { Subject } from '../../subject';

export const isServerless = (workspace: Subject): boolean => isOneOf(workspace.read('computeMode'), ['Serverless']);
