// Management locks: CanNotDelete refuses deletes at or below its scope, ReadOnly refuses every write there.
import { CloudError } from '../errors';
import { isAtOrBelow, parentId } from './ids';
import type { Row } from '../store';

const lockMarker = '/providers/microsoft.authorization/locks/';
export const lockTokens: readonly string[] = [
  'azure-native:authorization:ManagementLockByScope',
  'azure-native:authorization:ManagementLockAtResourceGroupLevel',
  'azure-native:authorization:ManagementLockAtResourceLevel',
  'azure-native:authorization:ManagementLockAtSubscriptionLevel',
];

export const isLock = (id: string): boolean => id.toLowerCase().includes(lockMarker);

/** Throws 409 ScopeLocked. A delete is also refused by a lock on something that would be deleted along with it; locks themselves can be removed. */
export function refuseLocked(id: string, operation: 'write' | 'delete', locks: readonly Row[]): void {
  if (isLock(id)) return;
  const blocking = locks.filter((lock) => {
    const scope = parentId(lock.id) ?? lock.id;
    const level = lock.inputs['level'];
    if (level !== 'ReadOnly' && !(level === 'CanNotDelete' && operation === 'delete')) return false;
    return isAtOrBelow(id, scope) || (operation === 'delete' && isAtOrBelow(scope, id));
  });
  if (blocking.length === 0) return;
  const scopes = [...new Set(blocking.map((lock) => parentId(lock.id) ?? lock.id))].map((scope) => `'${scope}'`).join(',');
  throw new CloudError(
    409,
    'ScopeLocked',
    `The scope '${id}' cannot perform ${operation} operation because following scope(s) are locked: ${scopes}. Please remove the lock and try again.`,
  );
}
