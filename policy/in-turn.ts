// For policies that look in several places: an unknown value in one of them must not hide what is known to be wrong in the next.
import { UnknownValueError } from './value';

/** Takes every step, and throws the first UnknownValueError that was met only after the last one. */
export function inTurn(...steps: readonly (() => void)[]): void {
  let met: UnknownValueError | undefined;
  for (const step of steps) {
    try {
      step();
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      met ??= error;
    }
  }
  if (met !== undefined) throw met;
}

/** True where an item satisfies the condition; one that is not known yet counts only when no known one does. */
export function someKnown<T>(items: readonly T[], isSatisfied: (item: T) => boolean): boolean {
  let isFound = false;
  try {
    inTurn(
      ...items.map((item) => () => {
        isFound ||= isSatisfied(item);
      }),
    );
  } catch (error) {
    if (!isFound) throw error;
  }
  return isFound;
}
