// The engine's JSON form of property values, as in its protocol and in its state files, read into values of policies. Keeps nothing of hx's own.
import { Secret, Unknown, encrypted, isList, isProperties, unknown, type Properties, type Value } from './value';

const signature = '4dabf18193072939515e22adb298388d';
const signatures = { secret: '1b47061264138c4ac30d75fd1eb44270', output: 'd0e6a833031e9bbcd3f4e8bde6ca49a4' } as const;

const unknownText = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
/** One fixed text for each kind of value that is not known yet. */
const unknownTexts = new Set([
  unknownText,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** What the engine puts in place of a secret that it may not show. */
const hiddenText = '[secret]';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deepest nesting that is read: a file made to exhaust the stack is refused with RangeError. */
export const deepestValue = 200;

export interface DecodeOptions {
  /** Also keys of the engine's own ("__defaults"): for values that go back to it. */
  readonly keepsOwn?: boolean;
}

/** Keys without a value are left out. Throws RangeError for what is nested too deep. */
export const decodeProperties = (value: unknown, options: DecodeOptions = {}): Properties => propertiesOf(value, options, 0);

function propertiesOf(value: unknown, options: DecodeOptions, depth: number): Properties {
  const properties: Record<string, Value> = Object.create(null) as Record<string, Value>;
  if (!isObject(value)) return properties;
  for (const [name, inner] of Object.entries(value)) {
    if (inner !== undefined && (options.keepsOwn === true || !name.startsWith('__'))) properties[name] = decodeValue(inner, options, depth + 1);
  }
  return properties;
}

function decodeValue(value: unknown, options: DecodeOptions, depth: number): Value {
  if (depth > deepestValue) throw new RangeError(`values are nested more than ${deepestValue} levels deep`);
  if (typeof value === 'string') return unknownTexts.has(value) ? unknown : value;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => decodeValue(item, options, depth + 1));
  if (!isObject(value)) return null;
  switch (value[signature]) {
    case signatures.secret:
      return new Secret(decodeSecret(value, options, depth));
    case signatures.output:
      return 'value' in value ? decodeValue(value['value'], options, depth + 1) : unknown;
    default:
      return propertiesOf(value, options, depth);
  }
}

/** The protocol has the value, a state file its ciphertext or JSON text, an event the hidden text. */
function decodeSecret(secret: Readonly<Record<string, unknown>>, options: DecodeOptions, depth: number): Value {
  if (typeof secret['plaintext'] === 'string') {
    return decodePlaintext(secret['plaintext'], options, depth);
  }
  const value = secret['value'];
  return value === undefined || value === hiddenText ? encrypted : decodeValue(value, options, depth + 1);
}

function decodePlaintext(text: string, options: DecodeOptions, depth: number): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return encrypted;
  }
  return value === hiddenText ? encrypted : decodeValue(value, options, depth + 1);
}

/** The same values in the engine's JSON form. */
export function encodeProperties(properties: Properties): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, encodeValue(value)]));
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

function encodeValue(value: Value): Json {
  if (value instanceof Unknown) return unknownText;
  if (value instanceof Secret) return { [signature]: signatures.secret, value: encodeValue(value.value) };
  if (isList(value)) return value.map(encodeValue);
  return isProperties(value) ? encodeProperties(value) : value;
}
