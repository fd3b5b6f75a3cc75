// Whether a lock of the stack keeps a resource from being deleted: on itself, on its resource group, or on the subscription.
import { isOneOf, textOf } from '../../compare';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { UnknownValueError, valueAt } from '../../value';
import { someKnown } from '../../in-turn';

const byScope = 'azure-native:authorization:ManagementLockByScope';
const onResource = 'azure-native:authorization:ManagementLockAtResourceLevel';
const onGroup = 'azure-native:authorization:ManagementLockAtResourceGroupLevel';
const onSubscription = 'azure-native:authorization:ManagementLockAtSubscriptionLevel';

/** True where a CanNotDelete or ReadOnly lock holds the resource. Throws UnknownValueError where that cannot be told yet. */
export const isLocked = (target: Resource, stack: Stack): boolean =>
  // The locks that name it come first: others need a look only where it has none of its own.
  someKnown([() => locksOn(target, stack), () => wideLocks(stack)], (locksOf) =>
    someKnown(locksOf(), (lock) => isOneOf(valueAt(lock.inputs, 'level'), ['CanNotDelete', 'ReadOnly']) && holds(lock, target, stack)),
  );

const locksOn = (target: Resource, stack: Stack): readonly Resource[] => [
  ...stack.mayRefer(byScope, 'scope', target),
  ...stack.mayRefer(onResource, 'resourceName', target),
];

const wide = new WeakMap<Stack, readonly Resource[]>();

/** The locks that may hold more than one resource: found once, for a stack may have a lock for each of thousands. */
function wideLocks(stack: Stack): readonly Resource[] {
  const locks = wide.get(stack) ?? stack.ofType(byScope, onGroup, onSubscription).filter((lock) => lock.type !== byScope || isWide(lock));
  wide.set(stack, locks);
  return locks;
}

const isWide = (lock: Resource): boolean => !topLevel.test(known(lock, 'scope') ?? '');

function holds(lock: Resource, target: Resource, stack: Stack): boolean {
  switch (lock.type) {
    case onSubscription:
      return true;
    case onGroup:
      return sharesGroup(lock, target, stack);
    case onResource:
      return stack.refers(lock, 'resourceName', target) && textOf(valueAt(lock.inputs, 'parentResourcePath')) === undefined;
    default:
      return scopeHolds(lock, target, stack);
  }
}

/** A scope below the resource names it too, and is no lock on it. */
const topLevel = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+\/?$/i;
const groupScope = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/?$/i;
const subscriptionScope = /^\/?subscriptions\/[^/]+\/?$/i;

function scopeHolds(lock: Resource, target: Resource, stack: Stack): boolean {
  const scope = known(lock, 'scope');
  if (scope === undefined) return stack.refers(lock, 'scope', target) || groupsOf(target, stack).some((group) => stack.refers(lock, 'scope', group));
  if (subscriptionScope.test(scope)) return true;
  const group = groupScope.exec(scope)?.[1];
  if (group !== undefined)
    return isOneOf(known(target, 'resourceGroupName'), [group]) || groupsOf(target, stack).some((one) => stack.refers(lock, 'scope', one));
  return topLevel.test(scope) && stack.refers(lock, 'scope', target);
}

/** True where both stand in one resource group. */
function sharesGroup(lock: Resource, target: Resource, stack: Stack): boolean {
  const [mine, its] = [known(lock, 'resourceGroupName'), known(target, 'resourceGroupName')];
  if (mine !== undefined && its !== undefined) return isOneOf(mine, [its]);
  return groupsOf(target, stack).some((group) => stack.refers(lock, 'resourceGroupName', group));
}

const groupsOf = (target: Resource, stack: Stack): readonly Resource[] => stack.referred(target, 'resourceGroupName', 'azure-native:resources:ResourceGroup');

/** The text of an input; undefined also where it is not known yet. */
function known(resource: Resource, path: string): string | undefined {
  try {
    return textOf(valueAt(resource.inputs, path));
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}
