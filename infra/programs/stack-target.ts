// Which target a stack's name means, for the bare Pulumi CLI. hx resolves its targets itself.
import { join } from 'node:path';
import { loadEnvironments } from '../config/load';
import { formatProblem } from '../config/problems';
import { regionSettings } from '../config/settings';
import type { ProgramInput } from './input';
import { projectRoot } from './project-root';

/** The input of a stack named "<env>-<region>"; environments may have hyphens, so the name is looked up, not cut. Throws in words for a terminal. */
export function inputOf(stack: string, folder = join(projectRoot, 'infra', 'environments')): ProgramInput {
  const loaded = loadEnvironments(folder);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const targets = loaded.environments.flatMap((environment) => Object.keys(environment.regions).map((region) => ({ environment, region })));
  const target = targets.find(({ environment, region }) => `${environment.environment}-${region}` === stack);
  if (target === undefined) {
    const names = targets.map(({ environment, region }) => `${environment.environment}-${region}`).join(', ');
    throw new Error(`the stack ${stack} is no target: a stack is named <env>-<region>, one of ${names}`);
  }
  const settings = regionSettings(target.environment, target.region);
  return { env: settings.environment, region: settings.region, isPrimary: settings.isPrimary, cloud: 'azure', settings, upstream: {} };
}
