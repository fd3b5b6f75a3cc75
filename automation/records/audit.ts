// The audit log: one hash-chained line an operation and stack, appended and flushed.
import type { HxPaths } from '../paths';
import type { JsonObject } from '../json';

export interface AuditLine {
  readonly version: 1;
  readonly sequence: number;
  readonly time: string;
  readonly who: string;
  readonly entry: JsonObject;
  /** sha256 of the line before this one. */
  readonly previous: string;
  readonly digest: string;
}

/** All lines in order. Throws HxError `expectation` naming the first line that does not follow from the one before. */
export function readAudit(_paths: HxPaths): Promise<readonly AuditLine[]> {
  return Promise.reject(new Error('not built yet'));
}
