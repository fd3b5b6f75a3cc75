// Targets out of infra's environments: the part of the composition root that translates configuration. Runs nothing.
import { relative } from 'node:path';
import { HxError } from '../automation/errors';
import type { JsonObject } from '../automation/json';
import type { Target } from '../automation';
import {
  explainSettings,
  hasPlaceholderIds,
  loadAlerts,
  loadEnvironments,
  regionSettings,
  waveOf,
  type Environment,
  type LoadResult,
  type RegionSettings,
} from '../infra';
import type { ConfigProblem, ExplainedSetting } from './app';

export interface Configuration {
  /** Throws HxError 'usage' with every problem. */
  targets(): Promise<readonly Target[]>;
  validation(): { readonly environments: readonly string[]; readonly problems: readonly ConfigProblem[] };
  explain(target: Target): readonly ExplainedSetting[];
}

/** The environment files of a folder, and the alerts that every environment gets. */
export async function loadConfiguration(folder: string, alertsFile: string): Promise<Configuration> {
  const loaded = withAlerts(await loadEnvironments(folder), await loadAlerts(alertsFile));
  return {
    targets: () => ('problems' in loaded ? Promise.reject(invalid(loaded.problems)) : Promise.resolve(loaded.environments.flatMap(targetsOf))),
    validation: () =>
      'problems' in loaded
        ? { environments: [], problems: loaded.problems }
        : { environments: loaded.environments.map(({ environment }) => environment), problems: [] },
    explain: (target) => explain(loaded, target),
  };
}

/** A mistake in the alerts is one of the configuration: it is known before any program runs. */
function withAlerts(loaded: LoadResult, alerts: Awaited<ReturnType<typeof loadAlerts>>): LoadResult {
  if (!('problems' in alerts)) return loaded;
  return { problems: [...('problems' in loaded ? loaded.problems : []), ...alerts.problems] };
}

/** Regions in the order of the waves, and within one as the file lists them. */
function targetsOf(environment: Environment): readonly Target[] {
  const wave = (region: string): number => Math.max(0, waveOf(environment, region));
  return Object.keys(environment.regions)
    .map((region) => ({ region, settings: regionSettings(environment, region) }))
    .toSorted((a, b) => wave(a.region) - wave(b.region))
    .map(({ region, settings }) => ({
      env: environment.environment,
      region,
      name: `${environment.environment}-${region}`,
      isPrimary: settings.isPrimary,
      isProtected: environment.protected,
      backendUrl: environment.state.backend,
      secretsProvider: environment.state.secretsProvider,
      settings: asJson(settings),
    }));
}

function asJson(settings: RegionSettings): JsonObject {
  // Validated settings hold JSON alone; the copy drops what is undefined, which JSON does not know.
  const json: JsonObject = JSON.parse(JSON.stringify(settings));
  return json;
}

const shownProblems = 10;

function invalid(problems: readonly ConfigProblem[]): HxError {
  const lines = problems.slice(0, shownProblems).map(({ file, line, column, path, message, suggestion }) => {
    const place = `${relative(process.cwd(), file)}:${line}:${column}`;
    return `  ${place}: ${path === '' ? '' : `${path}: `}${message}${suggestion === undefined ? '' : ` (${suggestion})`}`;
  });
  const more = problems.length > shownProblems ? [`  and ${problems.length - shownProblems} more`] : [];
  return new HxError('usage', [`The configuration is not valid; nothing was changed.`, ...lines, ...more].join('\n'), { suggestion: 'hx config validate' });
}

function explain(loaded: LoadResult, target: Target): readonly ExplainedSetting[] {
  if ('problems' in loaded) throw invalid(loaded.problems);
  const environment = loaded.environments.find((one) => one.environment === target.env);
  const origins = loaded.origins.get(target.env);
  if (environment === undefined || origins === undefined) return [];
  return explainSettings(regionSettings(environment, target.region), origins);
}

/** Azure has no subscription with the ids of the shipped files. Throws HxError 'usage' naming the file to edit. */
export function mustHaveRealIds(targets: readonly Target[]): void {
  for (const { env, settings } of targets) {
    const { azure } = settings;
    if (typeof azure !== 'object' || azure === null || !('subscriptionId' in azure) || !('tenantId' in azure)) continue;
    const { subscriptionId, tenantId } = azure;
    if (typeof subscriptionId !== 'string' || typeof tenantId !== 'string' || !hasPlaceholderIds({ azure: { subscriptionId, tenantId } })) continue;
    throw new HxError('usage', `The environment ${env} still has placeholder ids of subscription and tenant; Azure knows none of them.`, {
      suggestion: `write the real ids under azure: in infra/environments/${env}.yaml, or rehearse with --cloud local`,
    });
  }
}
