// Environment folders for tests: the shipped files, edited as text, each in a folder of its own. Holds no expectation.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironments, type LoadedEnvironments } from '../../../infra/config/load';
import { formatProblem, type ConfigProblem } from '../../../infra/config/problems';

export const shippedFolder = join(__dirname, '..', '..', '..', 'infra', 'environments');
export const shipped = (name: string): string => readFileSync(join(shippedFolder, `${name}.yaml`), 'utf8');

const folders: string[] = [];

/** A new folder with these files, by name. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hx-environments-'));
  folders.push(folder);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

/** One replacement in a text that must have what is replaced, so that a test can't go stale unseen. */
export function edit(text: string, ...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((current, [from, to]) => {
    if (!current.includes(from)) throw new Error(`the file has no ${JSON.stringify(from)}`);
    return current.replace(from, () => to);
  }, text);
}

export function loaded(folder: string): LoadedEnvironments {
  const result = loadEnvironments(folder);
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result;
}

export function problemsOf(folder: string): readonly ConfigProblem[] {
  const result = loadEnvironments(folder);
  return 'problems' in result ? result.problems : [];
}

/** The problems of one file alone, without the folder's path. */
export const problemsIn = (name: string, text: string | Uint8Array): readonly ConfigProblem[] =>
  problemsOf(folderOf({ [`${name}.yaml`]: text })).map((problem) => ({ ...problem, file: problem.file.split('/').at(-1) ?? '' }));
