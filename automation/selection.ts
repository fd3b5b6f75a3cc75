// Chooses targets by environment and region. Pure; the names come from the configuration, never from a path.
import { HxError } from './errors';
import { nearest } from './nearest';
import type { Target, TargetSelection } from './targets';

/** An allow-list: these names become part of paths, stack names and arguments of other programs. */
const legalName = /^[a-z][a-z0-9-]{0,30}$/;

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

const shown = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 57)}…` : name);

interface Kind {
  readonly noun: 'environment' | 'region';
  readonly flag: 'env' | 'region';
}
const environment: Kind = { noun: 'environment', flag: 'env' };
const region: Kind = { noun: 'region', flag: 'region' };

/** The suggestion names another target only where it is near: whoever runs it may have typed --yes. */
function mustBeKnown({ noun, flag }: Kind, name: string, known: readonly string[], inVain: string): void {
  if (known.includes(name)) return;
  const close = nearest(name, known);
  const details = { suggestion: close === undefined ? inVain : `--${flag} ${close}` };
  const list = `known ${noun}s: ${known.join(', ')}`;
  if (legalName.test(name)) throw new HxError('usage', `unknown ${noun} ${shown(name)}; ${list}`, details);
  throw new HxError(
    'usage',
    `${shown(name)} is not a legal ${noun}: lower case letters, digits and hyphens, starting with a letter, at most 31 characters; ${list}`,
    details,
  );
}

/** Throws HxError `usage` for a region that none of the chosen targets is in, naming the environments that do have it. */
function mustBeRegion(name: string, chosen: readonly Target[], all: readonly Target[]): void {
  const regions = unique(chosen.map((target) => target.region));
  const elsewhere = unique(all.filter((target) => target.region === name).map(({ env }) => env));
  if (!regions.includes(name) && elsewhere.length > 0) {
    const envs = unique(chosen.map(({ env }) => env)).join(' and ');
    throw new HxError('usage', `${envs} has no region "${name}": only ${elsewhere.join(', ')} has; regions of ${envs}: ${regions.join(', ')}`, {
      suggestion: `choose one of ${regions.join(', ')}, or leave --region out`,
    });
  }
  mustBeKnown(region, name, regions, `choose one of ${regions.join(', ')}, or leave --region out`);
}

/**
 * The chosen targets in the order of the configuration. A region that only some of the chosen environments have narrows those;
 * one that none of them has is refused. Throws HxError `usage`.
 */
export function selectTargets(all: readonly Target[], selection: TargetSelection): readonly Target[] {
  const envs = unique(all.map((target) => target.env));
  for (const env of selection.envs) mustBeKnown(environment, env, envs, 'hx status, which lists them all');
  if (selection.all && selection.envs.length > 0) {
    throw new HxError('usage', '--all and --env exclude each other', { suggestion: 'leave one of them out' });
  }
  if (!selection.all && selection.envs.length === 0) {
    throw new HxError('usage', `no environment chosen; known environments: ${envs.join(', ')}`, { suggestion: `--env ${envs[0] ?? 'dev'}, or --all` });
  }
  const ofEnv = selection.all ? all : all.filter((target) => selection.envs.includes(target.env));
  for (const name of selection.regions) mustBeRegion(name, ofEnv, all);
  return selection.regions.length === 0 ? ofEnv : ofEnv.filter((target) => selection.regions.includes(target.region));
}
