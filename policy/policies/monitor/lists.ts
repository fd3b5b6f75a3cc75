// Reads lists of ids, which a first preview does not know: an id of a resource of the stack counts as given. Judges nothing.
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { UnknownValueError, isList, valueAt, type Plain } from '../../value';

/** The value, or undefined where it is absent, or unknown and made from a resource of the stack. Throws UnknownValueError for any other unknown value. */
export function knownAt(resource: Resource, path: string, stack: Stack): Plain | undefined {
  try {
    return valueAt(resource.inputs, path);
  } catch (error) {
    if (!(error instanceof UnknownValueError) || !stack.isSet(resource, path)) throw error;
    return undefined;
  }
}

/** Paths of the items of a list; of the list as a whole where no more is known than what it is made from. */
export function itemsAt(resource: Resource, list: string, stack: Stack): readonly string[] {
  const value = knownAt(resource, list, stack);
  if (isList(value)) return value.map((_, index) => `${list}.${index}`);
  return value === undefined && !stack.isSet(resource, list) ? [] : [list];
}
