// Events as lines of JSON: the public, versioned stream of `--json`. Pure.
import type { HxEvent } from '../../automation/events';

/** One object on one line. No line end, control character or workflow command of a CI runner survives as such inside. */
export function jsonLine(value: HxEvent | object): string {
  // Azure Pipelines looks for its commands anywhere in a line, so the marker is written as an escape, which is the same JSON.
  return JSON.stringify(value)
    .replace(/#(?=#(vso)?\[)/gi, '\\u0023')
    .replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
