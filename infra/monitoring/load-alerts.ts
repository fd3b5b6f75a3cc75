// Reads an alerts file from disk and compiles it. Judges nothing itself.
import { readText } from '../config/text-file';
import type { AlertsResult } from './alert-types';
import { compileAlerts } from './alerts';

/** The compiled alerts of a file, or all of its problems; a file that can't be read is a problem too. */
export function loadAlerts(file: string): AlertsResult {
  const text = readText(file);
  return typeof text === 'string' ? compileAlerts(text, file) : { problems: [text] };
}
