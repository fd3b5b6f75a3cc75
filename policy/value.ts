// Property values as the engine hands them to a policy: JSON, with unknown and secret values told apart. Parses nothing.

/** A value that cannot be read here, and why. */
export class Unknown {
  constructor(readonly why: 'preview' | 'encrypted') {}
}
/** Not known before the update. */
export const unknown = new Unknown('preview');
/** Secret in a file whose key is not at hand. */
export const encrypted = new Unknown('encrypted');

/** A value that must not be shown. */
export class Secret {
  constructor(readonly value: Value) {}
}

export type Value = null | boolean | number | string | Unknown | Secret | readonly Value[] | Properties;
export interface Properties {
  readonly [name: string]: Value;
}

/** A value without its secret wrappers at the top. */
export type Plain = Exclude<Value, Unknown | Secret>;

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
export const isProperties = (value: Value | undefined): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown) && !(value instanceof Secret);

/** A read met a value that is not known before the update, or is encrypted: the policy cannot be decided here. */
export class UnknownValueError extends Error {
  constructor(
    readonly path: string,
    why: Unknown['why'] = 'preview',
  ) {
    super(`${path} is ${why === 'preview' ? 'not known before the update' : 'encrypted'}`);
  }
}

/** The value itself, secrets opened; throws UnknownValueError. */
export function opened(value: Value | undefined, path: string): Plain | undefined {
  if (value instanceof Unknown) throw new UnknownValueError(path, value.why);
  return value instanceof Secret ? opened(value.value, path) : value;
}

/** Follows a dotted path through objects, and lists by index; throws UnknownValueError. What is no object on the way has no properties. */
export function valueAt(from: Value | undefined, path: string, prefix = ''): Plain | undefined {
  let value = opened(from, prefix);
  let walked = prefix;
  for (const step of path === '' ? [] : path.split('.')) {
    walked = walked === '' ? step : `${walked}.${step}`;
    if (isList(value)) value = opened(value[Number(step)], walked);
    else value = isProperties(value) && Object.hasOwn(value, step) ? opened(value[step], walked) : undefined;
  }
  return value === null ? undefined : value;
}

/** True where a secret stands at the path, above it, or below it. Unknown values on the way are not secret as far as is known. */
export function hasSecretAt(from: Value | undefined, path: string): boolean {
  let value = from;
  for (const step of path === '' ? [] : path.split('.')) {
    if (value instanceof Secret) return true;
    if (isList(value)) value = value[Number(step)];
    else value = isProperties(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return holdsSecret(value);
}

function holdsSecret(value: Value | undefined): boolean {
  if (value instanceof Secret) return true;
  if (isList(value)) return value.some(holdsSecret);
  return isProperties(value) && Object.values(value).some(holdsSecret);
}

/** Every text inside secret values: what no message may contain. */
export function secretTexts(value: Value | undefined, isSecret = false): readonly string[] {
  if (value instanceof Secret) return secretTexts(value.value, true);
  if (typeof value === 'string') return isSecret ? [value] : [];
  if (isList(value)) return value.flatMap((item) => secretTexts(item, isSecret));
  return isProperties(value) ? Object.values(value).flatMap((item) => secretTexts(item, isSecret)) : [];
}
