// The shipped environments as program input, for the component tests.
import { loadEnvironments } from '../../../infra/config/load';
import type { RegionSettings } from '../../../infra/config/environment';
import { regionSettings } from '../../../infra/config/settings';
import type { ProgramInput } from '../../../infra/programs/input';
import { join } from 'node:path';

const folder = join(__dirname, '..', '..', '..', 'infra', 'environments');

export function settingsFor(env: string, region: string): RegionSettings {
  const loaded = loadEnvironments(folder);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const environment = loaded.environments.find((candidate) => candidate.environment === env);
  if (environment === undefined) throw new Error(`no environment ${env}`);
  return regionSettings(environment, region);
}

export function inputFor(
  env: string,
  region: string,
  changes: Partial<RegionSettings> = {},
  upstream: ProgramInput['upstream'] = {},
): ProgramInput & { readonly settings: RegionSettings } {
  const settings = { ...settingsFor(env, region), ...changes };
  return { env, region, isPrimary: settings.isPrimary, cloud: 'local', settings, upstream };
}
