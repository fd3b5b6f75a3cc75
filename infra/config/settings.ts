// The environment as one region sees it, and where each of its values comes from. Pure; trusts an environment that was validated.
import type { Environment, RegionSettings } from './environment';

/** Overrides of the region applied: maps merge field by field, lists and single values replace. Throws on a region the environment lacks. */
export function regionSettings(environment: Environment, region: string): RegionSettings {
  const own = Object.hasOwn(environment.regions, region) ? environment.regions[region] : undefined;
  if (own === undefined) {
    throw new RangeError(`the environment ${environment.environment} has no region ${region}; it has ${Object.keys(environment.regions).join(', ')}`);
  }
  const { regions: _regions, ...shared } = environment;
  return {
    ...shared,
    region,
    isPrimary: own.primary,
    addressSpace: own.addressSpace,
    databricks: overlay(shared.databricks, { ...own.databricks, workers: overlay(shared.databricks.workers, own.databricks?.workers) }),
    network: overlay(shared.network, own.network),
    registry: overlay(shared.registry, own.registry),
    tags: overlay(shared.tags, own.tags),
  };
}

/** An absent override and an undefined field leave the value as it is. */
function overlay<T extends object>(values: T, overrides: { readonly [K in keyof T]?: T[K] | undefined } | undefined): T {
  const given = Object.entries(overrides ?? {}).filter(([, value]) => value !== undefined);
  return { ...values, ...(Object.fromEntries(given) as Partial<T>) };
}

/** The wave of a region, from 0. */
export function waveOf(environment: Environment, region: string): number {
  return environment.waves.findIndex((wave) => wave.includes(region));
}

/** Subscriptions of the shipped files start like this: they stand for real ones, and Azure has none of them. */
const placeholder = /^00000000-0000-0000-/;

/** True while an environment still has the shipped placeholder ids: good for the local cloud, not for Azure. */
export function hasPlaceholderIds({ azure }: Pick<Environment, 'azure'>): boolean {
  return placeholder.test(azure.subscriptionId) || placeholder.test(azure.tenantId);
}

/** Where a value of a region's settings was written: among the region's overrides, in the environment, or nowhere: a default of the schema. */
export type SettingSource = 'region' | 'environment' | 'default';

export interface ExplainedSetting {
  /** "databricks.workers.max". */
  readonly path: string;
  readonly value: unknown;
  readonly source: SettingSource;
  /** The file's path and the line that decides, where one does. */
  readonly file?: string;
  readonly line?: number;
}

/** What the loader knows of an environment's file. */
export interface SettingOrigins {
  readonly file: string;
  has(path: readonly PropertyKey[]): boolean;
  positionOf(path: readonly PropertyKey[]): { readonly line: number };
}

/** Every leaf of a region's settings with its source; lists and empty maps count as one leaf. */
export function explainSettings(settings: RegionSettings, origins: SettingOrigins): readonly ExplainedSetting[] {
  const { region } = settings;
  const paths: Readonly<Record<string, readonly PropertyKey[]>> = {
    addressSpace: ['regions', region, 'addressSpace'],
    isPrimary: ['regions', region, 'primary'],
    region: ['regions', region],
  };
  return leaves(settings, []).map(({ path, value }) => {
    const inRegion = paths[String(path[0])] ?? ['regions', region, ...path];
    const found = [inRegion, path].find((candidate) => origins.has(candidate));
    const at = found === undefined ? {} : { file: origins.file, line: origins.positionOf(found).line };
    const source: SettingSource = found === undefined ? 'default' : found === inRegion ? 'region' : 'environment';
    return { path: path.map(String).join('.'), value, source, ...at };
  });
}

function leaves(value: unknown, path: readonly PropertyKey[]): readonly { readonly path: readonly PropertyKey[]; readonly value: unknown }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  const entries = Object.entries(value);
  return entries.length === 0 ? [{ path, value }] : entries.flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
