// Settings of SMB are lists in one text, "SMB3.0;SMB3.1.1": whatever is in them may be used.
import { isOneOf, textOf } from '../../compare';
import type { Subject } from '../../subject';

/** Fails unless the one word is all that the list allows; one that is not set allows everything. */
export function requireOnly(service: Subject, path: string, word: string): void {
  const words = (textOf(service.read(path)) ?? '').split(';').filter((one) => one.trim() !== '');
  if (words.length === 0 || !words.every((one) => isOneOf(one.trim(), [word])))
    service.fail(path, `allows more than ${word}: ${path.split('.').at(-1) ?? path} is ${service.shown(path)}`);
}
