// A made-up platform of a given size, twice: as `pulumi stack export` writes it and in Terraform's JSON syntax. The same for the same seed.
import { computeOf } from './compute';
import { lakeOf, vaultOf } from './data';
import { networksOf } from './network';
import type { Body, Coin, Twin } from './twin';

export interface MadeUpStack {
  /** Text of a stack export of exactly the asked number of Azure resources. */
  readonly pulumi: string;
  /** The same in Terraform's JSON syntax. */
  readonly terraform: string;
}

const prefix = 'urn:pulumi:bench-eastus::hx-bench::';
const stackUrn = `${prefix}pulumi:pulumi:Stack::hx-bench-bench-eastus`;
/** One property in five is not as it should be. */
const shareOfGood = 0.8;

/** mulberry32. */
function coinOf(seed: number): Coin {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296 < shareOfGood;
  };
}

function twinsOf(count: number, seed: number): readonly Twin[] {
  const good = coinOf(seed);
  const twins: Twin[] = [];
  for (let index = 0; twins.length < count; index++)
    twins.push(...lakeOf(index, good), ...vaultOf(index, good), ...networksOf(index, good), ...computeOf(index, good));
  return twins.slice(0, count);
}

export function madeUpStack(count: number, seed: number): MadeUpStack {
  const twins = twinsOf(count, seed);
  return { pulumi: JSON.stringify(exportOf(twins)), terraform: JSON.stringify(terraformOf(twins)) };
}

function exportOf(twins: readonly Twin[]): Body {
  const urns = new Map(twins.map(({ token, name }) => [name, `${prefix}${token}::${name}`]));
  const urnOf = (name: string): string => urns.get(name) ?? name;
  const resources = twins.map(({ token, name, inputs, madeFrom = {} }) => ({
    urn: urnOf(name),
    custom: true,
    id: `/subscriptions/00000000-0000-4000-8000-000000000000/made-up/${name}`,
    type: token,
    inputs,
    outputs: { ...inputs, provisioningState: 'Succeeded' },
    parent: stackUrn,
    dependencies: Object.values(madeFrom).flat().map(urnOf),
    propertyDependencies: Object.fromEntries(Object.entries(madeFrom).map(([property, names]) => [property, names.map(urnOf)])),
  }));
  const stack = { urn: stackUrn, custom: false, type: 'pulumi:pulumi:Stack' };
  return { version: 3, deployment: { manifest: { time: '2026-01-01T00:00:00Z', magic: '', version: 'v3.259.0' }, resources: [stack, ...resources] } };
}

function terraformOf(twins: readonly Twin[]): Body {
  const types: Record<string, Record<string, Body>> = {};
  for (const { type, name, body } of twins.flatMap(({ terraform = [] }) => terraform)) (types[type] ??= {})[name] = body;
  return { resource: types };
}
