// Every text among the inputs of a resource that is not marked as secret, and what it is called. Judges none of them.
import { isList, isProperties, type Value } from '../value';

export interface InputText {
  /** Dotted path of the input. */
  readonly path: string;
  /** What the value is called: its key, that of its list, or the `name` beside a `value`. */
  readonly name: string;
  readonly text: string;
  /** True where its type says that it is to be kept secret: a SecureString. */
  readonly isSecure: boolean;
}

/** Characters of one text that are looked at: a bound on the work that an input can make. */
export const longestText = 65_536;

const valueKeys = new Set(['value', 'defaultValue', 'default']);
const encodedKeys = new Set(['contentBase64', 'customData', 'userData']);

/** The inputs that were read last: one policy after another asks for the same ones. */
let last: { readonly inputs: Value; readonly texts: readonly InputText[] } = { inputs: null, texts: [] };

/**
 * The texts, in the order of the inputs. Unknown values have none: they are made from other resources, and what they hold is looked at when the
 * update knows it, before the resource is made.
 */
export function textsOf(inputs: Value, called = ''): readonly InputText[] {
  if (called !== '' || !isProperties(inputs)) return readTexts(inputs, called);
  if (last.inputs !== inputs) last = { inputs, texts: readTexts(inputs, called) };
  return last.texts;
}

function readTexts(inputs: Value, called: string): readonly InputText[] {
  const found: InputText[] = [];
  const visit = (value: Value, path: string, name: string, isSecure: boolean): void => {
    if (typeof value === 'string') found.push({ path, name, text: value.slice(0, longestText), isSecure });
    else if (isList(value)) value.forEach((item, index) => visit(item, join(path, String(index)), name, isSecure));
    else if (isProperties(value)) {
      const label = labelOf(value);
      const isSecureType = typeof value['type'] === 'string' && /^secure(?:string|object)$/i.test(value['type']);
      for (const [key, item] of Object.entries(value)) {
        const isValue = valueKeys.has(key);
        visit(item, join(path, key), isValue ? (label ?? name) : key, isValue ? isSecureType || isSecure : false);
        if (encodedKeys.has(key) && typeof item === 'string') visit(decoded(item), join(path, key), key, false);
      }
    }
  };
  visit(inputs, '', called, false);
  return found;
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Environment variables, application settings and parameters come as lists of names and values. */
const labelOf = (properties: Readonly<Record<string, Value>>): string | undefined =>
  ['name', 'key'].map((key) => properties[key]).find((label) => typeof label === 'string') as string | undefined;

/** Notebooks and start scripts are handed over in base64; what is none has no text. */
function decoded(text: string): string {
  try {
    return atob(text.slice(0, longestText));
  } catch {
    return '';
  }
}
