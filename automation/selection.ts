// Chooses targets by environment and region. Pure; the names come from the configuration, never from a path.
import { HxError } from './errors';
import { nearest } from './nearest';
import type { Target, TargetSelection } from './targets';

/** An allow-list: these names become part of paths, stack names and arguments of other programs. */
const legalName = /^[a-z][a-z0-9-]{0,30}$/;

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

const mustBeLegal = (kind: string, name: string): void => {
  if (legalName.test(name)) return;
  throw new HxError(
    'usage',
    `${JSON.stringify(name)} is not a legal ${kind}: lower case letters, digits and hyphens, starting with a letter, at most 31 characters`,
  );
};

const mustBeKnown = (kind: string, flag: string, name: string, known: readonly string[]): void => {
  mustBeLegal(kind, name);
  if (known.includes(name)) return;
  const close = nearest(name, known);
  const list = `known ${kind}s: ${known.join(', ')}`;
  throw new HxError('usage', `unknown ${kind} "${name}"; ${list}`, { suggestion: close === undefined ? `--${flag} ${known[0] ?? ''}` : `--${flag} ${close}` });
};

/**
 * The chosen targets in the order of the configuration. A region that only some of the chosen environments have narrows those;
 * one that none of them has is refused. Throws HxError `usage`.
 */
export function selectTargets(all: readonly Target[], selection: TargetSelection): readonly Target[] {
  const envs = unique(all.map((target) => target.env));
  for (const env of selection.envs) mustBeKnown('environment', 'env', env, envs);
  if (selection.all && selection.envs.length > 0) {
    throw new HxError('usage', '--all and --env exclude each other', { suggestion: 'leave one of them out' });
  }
  if (!selection.all && selection.envs.length === 0) {
    throw new HxError('usage', `no environment chosen; known environments: ${envs.join(', ')}`, { suggestion: `--env ${envs[0] ?? 'dev'}, or --all` });
  }
  const ofEnv = selection.all ? all : all.filter((target) => selection.envs.includes(target.env));
  const regions = unique(ofEnv.map((target) => target.region));
  for (const region of selection.regions) mustBeKnown('region', 'region', region, regions);
  return selection.regions.length === 0 ? ofEnv : ofEnv.filter((target) => selection.regions.includes(target.region));
}
