// Whether a literal looks like a password or like random characters, and not like the name of a thing.
import { entropyOf, isReference } from './shapes';

/** Words that stand where a password could: what a setting is, not what it is set to. */
const settings = new Set([
  'true',
  'false',
  'none',
  'null',
  'basic',
  'required',
  'disabled',
  'enabled',
  'optional',
  'default',
  'managed',
  'undefined',
  'string',
  'securestring',
  'object',
  'integer',
  'boolean',
  '[secret]',
]);

const shortestPassword = 5;
const longestPassword = 256;

/** A literal that can be somebody's password. */
export function isPassword(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < shortestPassword || trimmed.length > longestPassword || isElsewhere(trimmed)) return false;
  // A sentence is a description.
  return !settings.has(trimmed.toLowerCase()) && trimmed.split(/\s+/).length <= 3;
}

const charset = /^[A-Za-z0-9+/=_~.-]{10,512}$/;
/** Bits a character; checkov's own limit beside a keyword. */
const enoughEntropy = 3;

/** True for keys, tokens and hashes; not for names made of words, not for paths. */
export function isRandom(text: string): boolean {
  if (!charset.test(text) || isElsewhere(text) || entropyOf(text) <= enoughEntropy) return false;
  return !text.split(/[-_./]/).every(isWord);
}

/** Bits a character of what needs no name beside it to be noticed; checkov's limit for source text. */
const strikingEntropy = 4.8;

/** True for random characters that no name of a thing could be: long, of mixed case, with digits among them. */
export const isStriking = (text: string): boolean =>
  /^[A-Za-z0-9+/=_-]{32,200}$/.test(text) &&
  !/^sha(?:1|256|384|512)-/.test(text) &&
  /[a-z]/.test(text) &&
  /[A-Z]/.test(text) &&
  (text.match(/\d/g) ?? []).length >= 3 &&
  entropyOf(text) > strikingEntropy &&
  isRandom(text);

/** Stands for a value that is kept elsewhere, says where something is, or is filled with one character. */
const isElsewhere = (text: string): boolean => isReference(text) || isPath(text) || /^[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\//.test(text) || /^(.)\1*$/s.test(text);

/** Base64 can begin with a slash too. */
const isPath = (text: string): boolean => text.startsWith('/subscriptions/') || (text.startsWith('/') && text.split(/[-_./]/).every(isWord));

/** "platform", "EastUS", "v2", "20240131": what names are made of. */
function isWord(part: string): boolean {
  if (part === '' || /^\d{1,8}$/.test(part) || /^[A-Z]+\d{0,4}$/.test(part)) return true;
  const letters = part.replace(/\d{1,4}$/, '');
  // Camel case: each hump long enough to be pronounced.
  return /^[A-Za-z]+$/.test(letters) && letters.split(/(?=[A-Z][a-z])/).every((hump) => /^(?:[A-Z]?[a-z]{2,}|[A-Z]{2,4})$/.test(hump) || hump.length === 1);
}
