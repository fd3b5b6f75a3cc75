// The rules in force in a project: its environments and its exemptions, read once. The catalogue is the code's.
import { readFile } from 'node:fs/promises';
import { policies } from './catalogue';
import type { PolicyEnvironment } from './environment';
import { environmentOfStack, readEnvironments } from './environment-file';
import type { Judgement } from './evaluate';
import { readExemptions, type ExemptionsFile } from './exemptions-file';

export interface RulesPlace {
  /** Folder of the environments: infra/environments. */
  readonly environments: string;
  /** policy/exemptions.yaml. */
  readonly exemptions: string;
}

export interface Rules {
  readonly environments: readonly PolicyEnvironment[];
  readonly exemptions: ExemptionsFile;
  /** What a stack is judged by. */
  readonly judgementOf: (stack: string) => Judgement;
}

/** Files that are not there say nothing. Throws for files that cannot be read. */
export async function readRules(place: RulesPlace, now: Date): Promise<Rules> {
  const [environments, text] = await Promise.all([readEnvironments(place.environments), textOf(place.exemptions)]);
  const exemptions = readExemptions(text, now, new Set(policies.map(({ id }) => id)));
  return {
    environments,
    exemptions,
    judgementOf: (stack) => ({ policies, environment: environmentOfStack(environments, stack), exemptions: exemptions.exemptions }),
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
