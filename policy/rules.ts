// The rules in force in a project: its environments and its exemptions, read once. The catalogue is the code's.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
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
  /** What must be put right before anything is judged, each with its place. */
  readonly mistakes: readonly string[];
  /** What a stack is judged by; of a stack that came from outside the project is looked at too. */
  readonly judgementOf: (stack: string, project?: string) => Judgement;
}

/** Files that are not there say nothing. Throws for files that cannot be read. */
export async function readRules(place: RulesPlace, now: Date): Promise<Rules> {
  const [environments, text] = await Promise.all([readEnvironments(place.environments), textOf(place.exemptions)]);
  const known = new Set(policies.map(({ id }) => id));
  const exemptions = readExemptions(text, now, known);
  return {
    environments,
    exemptions,
    mistakes: [
      ...mistakesIn(exemptions, basename(place.exemptions)),
      ...unknownEnvironments(exemptions, environments),
      ...unknownOverrides(environments, known),
    ],
    judgementOf: (stack, project) => ({ policies, environment: environmentOfStack(environments, stack, project), exemptions: exemptions.exemptions }),
  };
}

const mistakesIn = ({ problems }: ExemptionsFile, file: string): readonly string[] =>
  problems.flatMap(({ kind, line, column, message }) => (kind === 'malformed' ? [`policy/${file}:${line}:${column}: ${message}`] : []));

/** An exemption for an environment that is not there would never be used, and never be missed. */
const unknownEnvironments = ({ exemptions }: ExemptionsFile, environments: readonly PolicyEnvironment[]): readonly string[] =>
  exemptions.flatMap(({ policy, environment }) =>
    environments.some(({ name }) => name === environment)
      ? []
      : [`policy/exemptions.yaml: the exemption from ${policy} names the environment '${environment}', which is not there`],
  );

/** A level for a policy that is not there would silently leave the one that was meant at its own. */
const unknownOverrides = (environments: readonly PolicyEnvironment[], known: ReadonlySet<string>): readonly string[] =>
  environments.flatMap(({ name, enforcement }) =>
    Object.keys(enforcement.overrides).flatMap((policy) =>
      known.has(policy) ? [] : [`infra/environments/${name ?? ''}.yaml: policy.overrides: there is no policy '${policy}'`],
    ),
  );

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
