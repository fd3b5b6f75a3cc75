// Tables of what a kind accepts and refuses, run against a test cloud with the preconditions really built.
import type { Properties, StoredResource } from '../../localcloud/kind';
import { testCloud, type TestCloud } from './test-cloud';

export const subscription = '11111111-1111-1111-1111-111111111111';
export const groupId = `/subscriptions/${subscription}/resourceGroups/rg1`;
export const idOf = (type: string, name: string): string => `${groupId}/providers/${type}/${name}`;

/** A cloud with the resource group rg1 in westeurope. */
export function cloudWithGroup(): TestCloud {
  const cloud = testCloud();
  cloud.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg1', location: 'westeurope' });
  return cloud;
}

/** `base` with values set at dotted paths; undefined removes. Numbers in a path step into lists. */
export function patched(base: Properties, changes: { readonly [path: string]: unknown }): Properties {
  const copy = structuredClone(base) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let node = copy;
    for (const key of keys) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    if (value === undefined) delete node[last];
    else node[last] = value;
  }
  return copy as Properties;
}

/** [name of the case, changes to the base inputs, expected code where the case is about the code] */
export type Case = readonly [name: string, changes: { readonly [path: string]: unknown }, code?: string | RegExp];

export interface Table {
  readonly token: string;
  readonly base: Properties;
  /** Builds what the cases need; default: the group rg1. */
  readonly world?: () => TestCloud;
}

function expectRefusal(cloud: TestCloud, action: () => unknown, code: string | RegExp | undefined): void {
  const refusal = cloud.refusal(action);
  expect(refusal.status).toBeGreaterThanOrEqual(400);
  expect(refusal.message).not.toBe('');
  if (code !== undefined) expect(`${refusal.code}: ${refusal.message}`).toMatch(code);
}

export function accepts({ token, base, world = cloudWithGroup }: Table, cases: readonly Case[]): void {
  for (const [name, changes] of cases) {
    test(`accepts ${name}`, () => {
      const cloud = world();
      const stored = cloud.create(token, patched(base, changes));
      expect(cloud.read(stored)?.id).toBe(stored.id);
    });
  }
}

export function refuses({ token, base, world = cloudWithGroup }: Table, cases: readonly Case[]): void {
  for (const [name, changes, code] of cases) {
    test(`refuses ${name}`, () => {
      const cloud = world();
      expectRefusal(cloud, () => cloud.create(token, patched(base, changes)), code);
    });
  }
}

/** The resource exists as `base`; the changes are an update. */
export function refusesUpdates({ token, base, world = cloudWithGroup }: Table, cases: readonly Case[]): void {
  for (const [name, changes, code] of cases) {
    test(`refuses the update: ${name}`, () => {
      const cloud = world();
      const stored = cloud.create(token, base);
      const inputs = patched(base, changes);
      expectRefusal(cloud, () => cloud.update(stored, inputs), code);
      expect(cloud.read(stored)?.inputs).toEqual(stored.inputs);
    });
  }
}

type Action = 'none' | 'update' | 'replace';

export function plans(
  { token, base, world = cloudWithGroup }: Table,
  cases: readonly (readonly [name: string, changes: { readonly [path: string]: unknown }, action: Action])[],
): void {
  for (const [name, changes, action] of cases) {
    test(`plans ${name}`, () => {
      const cloud = world();
      const stored = cloud.create(token, base);
      expect(cloud.plan(stored, patched(base, changes)).action).toBe(action);
    });
  }
}

/** Runs the planned in-place update and gives its outputs. */
export function updatedTo(cloud: TestCloud, stored: StoredResource, inputs: Properties): StoredResource {
  expect(cloud.plan(stored, inputs).action).toBe('update');
  return cloud.update(stored, inputs);
}
