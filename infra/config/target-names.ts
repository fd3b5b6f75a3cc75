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
    const match = /^( +)["']?([a-z0-9-]+)["']?\s*:/.exec(line);
    if (/^\S/.test(line)) break;
    const depth = match?.[1]?.length;
    indent ??= depth;
    if (depth !== undefined && depth === indent && match?.[2] !== undefined && legal.test(match[2])) names.push(match[2]);
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
