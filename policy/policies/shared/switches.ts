// Inputs that have one right value: how they are judged and how they are set right.
import { isOff, isOn, isOneOf } from '../../compare';
import type { Subject } from '../../subject';
import { Secret, isProperties, type Properties, type Value } from '../../value';

const nameOf = (path: string): string => path.split('.').at(-1) ?? path;

/** Fails with the problem and the value unless the input is true; one that is not set is false. */
export function requireOn(subject: Subject, path: string, problem: string): void {
  if (!isOn(subject.read(path))) failWith(subject, path, problem);
}

/** Fails with the problem and the value unless the input is false; one that is not set is true. */
export function requireOff(subject: Subject, path: string, problem: string): void {
  if (!isOff(subject.read(path))) failWith(subject, path, problem);
}

/** Fails with the problem and the value unless the input is one of the words; one that is not set is none of them. */
export function requireOneOf(subject: Subject, path: string, words: readonly string[], problem: string): void {
  if (!isOneOf(subject.read(path), words)) failWith(subject, path, problem);
}

const failWith = (subject: Subject, path: string, problem: string): void => subject.fail(path, `${problem}: ${nameOf(path)} is ${subject.shown(path)}`);

/** The inputs with one more value at a dotted path. Secrets stay wrapped; what is no object on the way stays as it is. */
export function withValue(inputs: Properties, path: string, value: Value): Properties {
  const [step = '', ...rest] = path.split('.');
  return { ...inputs, [step]: rest.length === 0 ? value : within(Object.hasOwn(inputs, step) ? inputs[step] : undefined, rest.join('.'), value) };
}

function within(at: Value | undefined, path: string, value: Value): Value {
  if (at instanceof Secret) return new Secret(within(at.value, path, value));
  if (at === undefined || at === null) return withValue({}, path, value);
  return isProperties(at) ? withValue(at, path, value) : at;
}
