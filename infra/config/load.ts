// Loads infra/environments: every file read, parsed, checked and held against the others. Returns problems as data; throws for none of them.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { environmentSchema, type Environment } from './environment';
import { located } from './located';
import { quoted, type ConfigProblem } from './problems';
import { schemaFindings, type Finding } from './schema-problems';
import type { SettingOrigins } from './settings';
import { errorCode, problemAt, readText } from './text-file';
import { validateEnvironment, validateTogether } from './validate';
import { parseYaml, type YamlFile } from './yaml-file';

export interface LoadedEnvironments {
  /** In the order of their file names. */
  readonly environments: readonly Environment[];
  /** By environment name: where each value stands, for explainSettings. */
  readonly origins: ReadonlyMap<string, SettingOrigins>;
}

export type LoadResult = LoadedEnvironments | { readonly problems: readonly ConfigProblem[] };

interface Loaded {
  readonly source: YamlFile;
  readonly environment: Environment;
}

type FileResult = Loaded | { readonly problems: readonly ConfigProblem[] };

/** Loads every *.yaml of a folder. All problems of all files come back at once, in the order of file and line. */
export function loadEnvironments(folder: string): LoadResult {
  const listed = environmentFiles(folder);
  if ('problem' in listed) return { problems: [listed.problem] };
  const results = listed.names.map((name) => loadFile(join(folder, name)));
  const problems = results.flatMap((result) => ('problems' in result ? result.problems : []));
  const loaded = results.flatMap((result) => ('problems' in result ? [] : [result]));
  // Files that are wrong on their own can't be compared; those that are right still can.
  const all = [...problems, ...togetherProblems(loaded)];
  if (all.length > 0) return { problems: all };
  return {
    environments: loaded.map(({ environment }) => environment),
    origins: new Map(loaded.map(({ environment, source }) => [environment.environment, source])),
  };
}

function environmentFiles(folder: string): { readonly names: readonly string[] } | { readonly problem: ConfigProblem } {
  let names: readonly string[];
  try {
    names = readdirSync(folder)
      .filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('.'))
      .sort();
  } catch (error) {
    const suggestion = 'run hx in the project, whose infra/environments has one YAML file an environment';
    return { problem: problemAt(folder, `the folder of environments can't be read: ${errorCode(error)}`, suggestion) };
  }
  if (names.length === 0) return { problem: problemAt(folder, 'has no environment', 'add a file like dev.yaml') };
  const odd = names.find((name) => !name.endsWith('.yaml'));
  if (odd !== undefined) {
    return { problem: problemAt(join(folder, odd), 'an environment file ends in .yaml', `rename it to ${odd.replace(/\.ya?ml$/i, '.yaml')}`) };
  }
  return { names };
}

function loadFile(file: string): FileResult {
  const text = readText(file);
  if (typeof text !== 'string') return { problems: [text] };
  const source = parseYaml(text, file);
  if ('problems' in source) return source;
  const parsed = environmentSchema.safeParse(source.value);
  if (!parsed.success)
    return { problems: located(source, [...schemaFindings(environmentSchema, parsed.error.issues, source.value), ...fileNameFindings(source)]) };
  const findings = [...fileNameFindings(source), ...validateEnvironment(parsed.data)];
  return findings.length > 0 ? { problems: located(source, findings) } : { source, environment: parsed.data };
}

/** The file's name is the environment's: so that what `--env dev` means is seen without opening a file, and no name appears twice. */
function fileNameFindings({ file, value }: YamlFile): readonly Finding[] {
  const expected = basename(file, '.yaml');
  const name = typeof value === 'object' && value !== null && Object.hasOwn(value, 'environment') ? Reflect.get(value, 'environment') : undefined;
  if (typeof name !== 'string' || name === expected) return [];
  return [
    {
      path: ['environment'],
      message: `the file ${quoted(`${expected}.yaml`)} is of the environment ${quoted(name)}`,
      suggestion: `write environment: ${expected}, or rename the file`,
    },
  ];
}

function togetherProblems(loaded: readonly Loaded[]): readonly ConfigProblem[] {
  const findings = validateTogether(loaded.map(({ environment }) => environment));
  return loaded.flatMap(({ source, environment }) =>
    located(
      source,
      findings.filter((finding) => finding.environment === environment.environment),
    ),
  );
}
