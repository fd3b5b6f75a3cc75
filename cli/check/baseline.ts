// The baseline file of a policy check: findings that were there when it was written. Reads and writes the file; what it means is result.ts.
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { HxError } from '../../automation/errors';
import type { PlacedFinding } from '../render/findings';
import { entriesOf, keyOf, type BaselineEntry } from './result';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isEntry = (value: unknown): value is BaselineEntry =>
  isObject(value) && typeof value['policy'] === 'string' && typeof value['urn'] === 'string' && typeof value['property'] === 'string';

/** Keys of what is known. Throws HxError 'usage' for a file that is no baseline. */
export async function readBaseline(file: string): Promise<ReadonlySet<string>> {
  const wrong = (why: string): HxError => new HxError('usage', `The baseline ${file} ${why}.`, { suggestion: `hx policy check --write-baseline ${file}` });
  let data: unknown;
  try {
    data = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw wrong(error instanceof SyntaxError ? 'is not JSON' : 'cannot be read');
  }
  if (!isObject(data) || data['version'] !== 1 || !Array.isArray(data['findings'])) throw wrong('is not a baseline of version 1');
  const entries: readonly unknown[] = data['findings'];
  if (!entries.every(isEntry)) throw wrong('has an entry without policy, urn or property');
  return new Set(entries.map(keyOf));
}

/** Every finding that stops an update now, sorted, one line each: a change of it reads well. Throws HxError 'usage' where it cannot be written. */
export async function writeBaseline(file: string, found: readonly PlacedFinding[]): Promise<void> {
  const entries = found.filter(({ finding }) => finding.isBlocking).flatMap(({ finding }) => entriesOf(finding));
  const lines = [...new Set(entries.map(({ policy, urn, property }) => JSON.stringify({ policy, urn, property })))].toSorted();
  try {
    await writeFile(`${file}.tmp`, `{"version":1,"findings":[\n${lines.join(',\n')}\n]}\n`);
    await rename(`${file}.tmp`, file);
  } catch (error) {
    await rm(`${file}.tmp`, { force: true }).catch(() => undefined);
    throw new HxError('usage', `The baseline ${file} cannot be written: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}.`, {
      cause: error,
    });
  }
}
