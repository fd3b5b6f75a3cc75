// What counts as the end of a key or a secret. Knows no clock: an end in the past is an end.
import { numberOf } from '../../compare';
import type { Plain } from '../../value';

/** True for a time or a duration in any form; zero and what is empty are none. */
export const isEnd = (value: Plain | undefined): boolean => value !== undefined && value !== '' && value !== false && (numberOf(value) ?? 1) > 0;
