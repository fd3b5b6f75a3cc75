// Rules on address ranges: which may be written where, what they demand of the registry, and that no two regions overlap. Pure.
import type { Environment } from './environment';
import { checkAddressSpace, kindOfRange, overlaps, parseRange, type RangeProblem } from './ip-ranges';
import type { Finding } from './schema-problems';
import { regionSettings } from './settings';

/** The allowed ranges as they were written: the environment's, and those of regions that override them. */
function rangeLists({ network, regions }: Environment): readonly { readonly path: readonly PropertyKey[]; readonly ranges: readonly string[] }[] {
  const own = Object.entries(regions).flatMap(([region, { network: override }]) =>
    override === undefined ? [] : [{ path: ['regions', region, 'network', 'allowedRanges'], ranges: override.allowedRanges }],
  );
  return [{ path: ['network', 'allowedRanges'], ranges: network.allowedRanges }, ...own];
}

const finding = (path: readonly PropertyKey[], { message, suggestion }: RangeProblem): Finding => ({
  path,
  message,
  ...(suggestion === undefined ? {} : { suggestion }),
});

/** 0.0.0.0/0 opens storage and vault to everyone: for experiments, in an unprotected environment called dev. */
const mayBeOpen = ({ environment, protected: isProtected }: Environment): boolean => environment === 'dev' && !isProtected;

export const allowedRangesAreLegal = (environment: Environment): readonly Finding[] =>
  rangeLists(environment).flatMap(({ path, ranges }) => [
    ...ranges.flatMap((text, index) => rangeFinding(environment, [...path, index], text)),
    ...ranges
      .map((text, index) => ({ text, index }))
      .filter(({ text, index }) => ranges.indexOf(text) !== index)
      .map(({ text, index }): Finding => ({ path: [...path, index], message: `${text} is in the list twice` })),
  ]);

function rangeFinding(environment: Environment, path: readonly PropertyKey[], text: string): readonly Finding[] {
  const parsed = parseRange(text);
  if ('problem' in parsed) return [finding(path, parsed.problem)];
  const kind = kindOfRange(parsed.range);
  if (typeof kind === 'object') return [finding(path, kind)];
  if (kind !== 'open' || mayBeOpen(environment)) return [];
  const why = environment.environment === 'dev' ? 'and this environment is protected' : `and this is ${environment.environment}`;
  return [
    {
      path,
      message: `${text} opens storage and key vault to everyone; it is legal in an unprotected dev alone, ${why}`,
      suggestion: 'name the ranges that callers come from',
    },
  ];
}

const kindsOf = (ranges: readonly string[]): readonly unknown[] =>
  ranges.map(parseRange).map((parsed) => ('range' in parsed ? kindOfRange(parsed.range) : undefined));

/** IP rules and private endpoints exist in the Premium registry alone; a lesser one would stay open to everyone. */
export const registryHonoursRanges = (environment: Environment): readonly Finding[] =>
  Object.keys(environment.regions).flatMap((region) => {
    const { network, registry } = regionSettings(environment, region);
    const kinds = kindsOf(network.allowedRanges);
    if (registry.sku === 'Premium' || kinds.includes('open')) return [];
    const need = kinds.includes('private') ? 'private ranges need private endpoints' : kinds.includes('public') ? 'public ranges need IP rules' : undefined;
    if (need === undefined) return [];
    const path = environment.regions[region]?.registry === undefined ? ['registry', 'sku'] : ['regions', region, 'registry', 'sku'];
    return [{ path, message: `${need}, which a ${registry.sku} registry lacks`, suggestion: 'write sku: Premium' }];
  });

export const addressSpacesAreLegal = ({ regions }: Environment): readonly Finding[] =>
  Object.entries(regions).flatMap(([region, { addressSpace }]) => {
    const path = ['regions', region, 'addressSpace'];
    const parsed = parseRange(addressSpace);
    const problem = 'problem' in parsed ? parsed.problem : checkAddressSpace(parsed.range);
    return problem === undefined ? [] : [finding(path, problem)];
  });

export interface PlacedFinding extends Finding {
  /** Name of the environment whose file has the problem. */
  readonly environment: string;
}

/** Address spaces of all regions of all environments: peering and private links need them apart. */
export function addressSpacesAreApart(environments: readonly Environment[]): readonly PlacedFinding[] {
  const spaces = environments.flatMap((environment) =>
    Object.entries(environment.regions)
      .filter(([, { addressSpace }]) => 'range' in parseRange(addressSpace))
      .map(([region, { addressSpace }]) => ({ environment: environment.environment, region, addressSpace })),
  );
  return spaces.flatMap((space, index) => {
    const other = spaces.slice(0, index).find((earlier) => overlaps(earlier.addressSpace, space.addressSpace));
    if (other === undefined) return [];
    const message = `${space.addressSpace} overlaps ${other.addressSpace} of ${other.environment}-${other.region}`;
    const free = freeSpace(
      spaces.map((entry) => entry.addressSpace),
      space.addressSpace,
    );
    const suggestion = free === undefined ? 'choose a range of its own' : `${free} is free`;
    return [{ environment: space.environment, path: ['regions', space.region, 'addressSpace'], message, suggestion }];
  });
}

/** The first range of the same size in 10.0.0.0/8 that no region uses. */
function freeSpace(used: readonly string[], like: string): string | undefined {
  const prefix = like.split('/')[1] ?? '16';
  for (let second = 0; second < 256; second += 1) {
    const candidate = `10.${second}.0.0/${prefix}`;
    if ('range' in parseRange(candidate) && Number(prefix) >= 16 && !used.some((space) => overlaps(space, candidate))) return candidate;
  }
  return undefined;
}
