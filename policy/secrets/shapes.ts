// What published tokens look like. Each pattern is bounded and starts where no token can go on, so that matching stays linear.
import type { InputText } from './texts';

export interface Shape {
  /** With its article: "an npm token". */
  readonly what: string;
  readonly pattern: RegExp;
  /** What the pattern is held against: the text alone, or "name=text". */
  readonly against: 'text' | 'assignment';
  /** Further proof that a match is what it looks like. */
  readonly isReal?: (match: RegExpExecArray) => boolean;
}

export const shape = (what: string, pattern: RegExp, isReal?: Shape['isReal']): Shape => ({
  what,
  pattern,
  against: 'text',
  ...(isReal === undefined ? {} : { isReal }),
});
export const assigned = (what: string, pattern: RegExp, isReal?: Shape['isReal']): Shape => ({ ...shape(what, pattern, isReal), against: 'assignment' });

/** True where the text, or something in it, has the shape. */
export function hasShape({ name, text }: InputText, { pattern, against, isReal }: Shape): boolean {
  const subject = against === 'text' ? text : `${name}=${text}`;
  if (!pattern.test(subject)) return false;
  if (isReal === undefined) return true;
  // A copy: a global pattern keeps its place between calls.
  const every = new RegExp(pattern.source, `${pattern.flags}g`);
  for (let match = every.exec(subject); match !== null; match = every.exec(subject)) {
    if (isReal(match)) return true;
  }
  return false;
}

/** Stands for a value that is filled in elsewhere: {{secrets/…}}, ${…}, @parameters('…'), [concat(…)], <…>, $NAME, %NAME%. */
export function isReference(text: string): boolean {
  const trimmed = text.trim();
  if (/^(?:\{\{.*\}\}|\[.*[(].*\]|<.*>|%.*%|\{.*\})$/s.test(trimmed)) return true;
  return trimmed.startsWith('$') || trimmed.includes('${') || trimmed.includes('{{') || trimmed.includes('@{') || /^@[A-Za-z.]+\(/.test(trimmed);
}

/** Bits a character that a text carries, by how often each occurs. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  return entropy;
}
