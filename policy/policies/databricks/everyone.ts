// The groups that everybody belongs to: of the workspace, and of the account.
import { isOneOf } from '../../compare';
import type { Plain } from '../../value';

export const isEveryone = (principal: Plain | undefined): boolean => isOneOf(principal, ['users', 'account users']);
