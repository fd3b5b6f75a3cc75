// Reads one configuration file as text: bounded, never waiting, problems as data. Parses nothing.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { ConfigProblem } from './problems';
import { yamlLimits } from './yaml-file';

/** A problem of a file as a whole. */
export const problemAt = (file: string, message: string, suggestion?: string): ConfigProblem => ({
  file,
  line: 1,
  column: 1,
  path: '',
  message,
  ...(suggestion === undefined ? {} : { suggestion }),
});

/** The file's text, or why it is none: a device, too large, unreadable, not UTF-8. Never waits on a pipe. */
export function readText(file: string): string | ConfigProblem {
  let descriptor: number | undefined;
  try {
    // O_NONBLOCK: opening a named pipe without a writer would wait for ever.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    const { size } = status;
    if (!status.isFile()) return problemAt(file, 'is not a regular file');
    if (size > yamlLimits.bytes) return problemAt(file, `has ${size} bytes; a configuration file has at most ${yamlLimits.bytes}`);
    const bytes = Buffer.alloc(size);
    const read = readSync(descriptor, bytes, 0, size, 0);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, read));
  } catch (error) {
    if (errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return problemAt(file, 'is not UTF-8 text', 'save it with the encoding UTF-8');
    return problemAt(file, `can't be read: ${errorCode(error)}`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** "ENOENT" of what a file operation threw. */
export const errorCode = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error');
