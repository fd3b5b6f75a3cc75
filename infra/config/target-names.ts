// Names of environments and regions for completion: fast, without the schema, and content with files that are half written.
import { closeSync, constants, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface TargetNames {
  readonly environment: string;
  readonly regions: readonly string[];
}

const legal = /^[a-z][a-z0-9-]{0,30}$/;
const scanned = 64 * 1024;

/** What a person may type after --env and --region. Never throws; a file that can't be read is left out. Judges nothing: loadEnvironments does. */
export function listTargetNames(folder: string): readonly TargetNames[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml') && legal.test(name.slice(0, -'.yaml'.length)))
      .sort()
      .map((name) => ({ environment: name.slice(0, -'.yaml'.length), regions: regionNames(opening(join(folder, name))) }));
  } catch {
    return [];
  }
}

/** Keys one level below the top-level key `regions`, in the block style that the shipped files use. */
function regionNames(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^regions:\s*(?:#.*)?$/.test(line));
  if (start < 0) return [];
  const names: string[] = [];
  let indent: number | undefined;
  for (const line of lines.slice(start + 1)) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    if (depth === 0) break;
    indent ??= depth;
    const key = /^ +["']?([a-z0-9-]+)["']?\s*:/.exec(line)?.[1];
    if (depth === indent && key !== undefined && legal.test(key)) names.push(key);
  }
  return names;
}

function opening(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const bytes = Buffer.alloc(scanned);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, scanned, 0));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
