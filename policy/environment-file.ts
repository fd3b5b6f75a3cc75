// Environments as policies know them, out of infra/environments/*.yaml. Reads the few fields that it needs; the files are validated by infra.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { strictest, type PolicyEnvironment } from './environment';
import { levels, type Level } from './policy';

/** Tags that hx puts on every resource, besides those of the configuration. */
const ownTags = ['project', 'environment', 'region', 'managed-by'] as const;

/** The project of a file that names none. */
const defaultProject = 'hiscox-etl';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const recordAt = (value: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> => {
  const inner = Object.hasOwn(value, key) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
};
const isLevel = (value: unknown): value is Level => levels.some((level) => level === value);

/** What a file's data says; what it does not say is as strict as it gets. */
export function environmentFrom(data: unknown): PolicyEnvironment {
  if (!isRecord(data) || typeof data['environment'] !== 'string') return strictest;
  const policy = recordAt(data, 'policy');
  const regions = recordAt(data, 'regions');
  const workers = [data, ...Object.values(regions).filter(isRecord)].map((place) => recordAt(recordAt(place, 'databricks'), 'workers')['max']);
  const known = workers.filter((max): max is number => typeof max === 'number');
  const logDays = recordAt(data, 'retention')['logDays'];
  return {
    name: data['environment'],
    project: typeof data['project'] === 'string' ? data['project'] : defaultProject,
    isProtected: data['protected'] === true,
    enforcement: {
      default: policy['default'] === 'advisory' ? 'advisory' : 'mandatory',
      overrides: Object.fromEntries(Object.entries(recordAt(policy, 'overrides')).filter((entry): entry is [string, Level] => isLevel(entry[1]))),
    },
    locations: Object.keys(regions),
    requiredTags: [...ownTags, ...Object.keys(recordAt(data, 'tags'))],
    ...(known.length === 0 ? {} : { maxWorkers: Math.max(...known) }),
    ...(typeof logDays === 'number' ? { minimumLogDays: logDays } : {}),
  };
}

/** Environments of a folder; a folder that is not there has none. Throws for a file that is not YAML. */
export async function readEnvironments(folder: string): Promise<readonly PolicyEnvironment[]> {
  const files = await readdir(folder).catch(() => []);
  const texts = await Promise.all(files.filter((file) => file.endsWith('.yaml')).map((file) => readFile(join(folder, file), 'utf8')));
  return texts.map((text) => environmentFrom(parse(text, { maxAliasCount: 100 }))).filter(({ name }) => name !== undefined);
}

/**
 * The environment of a stack named `<env>-<region>`; the strictest for any other stack. Where a project is given it must be one of ours: other people have a
 * dev-eastus too.
 */
export function environmentOfStack(environments: readonly PolicyEnvironment[], stack: string, project?: string): PolicyEnvironment {
  const isOurs = (own: string | undefined): boolean => project === undefined || project === own || project.startsWith(`${own ?? ''}-`);
  const fits = environments.filter(
    ({ name, locations, project: own }) => name !== undefined && isOurs(own) && (locations ?? []).some((region) => stack === `${name}-${region}`),
  );
  return fits[0] ?? strictest;
}
