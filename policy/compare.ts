// Comparisons that policies share. Azure compares enum values without regard to case; programs in YAML write booleans and numbers as text.
import type { Plain } from './value';

type Given = Plain | undefined;

export const isOn = (value: Given): boolean => value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
export const isOff = (value: Given): boolean => value === false || (typeof value === 'string' && value.toLowerCase() === 'false');

/** True where the value is one of the words, whatever their case. */
export const isOneOf = (value: Given, words: readonly string[]): boolean =>
  typeof value === 'string' && words.some((word) => word.toLowerCase() === value.toLowerCase());

/** The number that is meant, also as text; undefined for anything else. */
export function numberOf(value: Given): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

/** The text, or undefined for anything that is none or is empty. */
export const textOf = (value: Given): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** For messages: short, on one line. */
export function shown(value: Given): string {
  if (value === undefined || value === null) return 'not set';
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
