// Tables of Azure behaviour as tests: what a kind refuses, accepts, plans to replace and computes, over the world that a case names.
import { unknown, type Properties, type Value } from '../../localcloud/kind';
import { testCloud, type TestCloud } from './test-cloud';

export type Made = readonly [token: string, inputs: Properties];

export const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111';
export const groupId = `${subscription}/resourceGroups/rg1`;
export const inGroup = (type: string, name: string): string => `${groupId}/providers/${type}/${name}`;

export const group: Made = ['azure-native:resources:ResourceGroup', { resourceGroupName: 'rg1', location: 'westeurope' }];

export interface Case {
  /** A sentence, with the id of the documented row where there is one. */
  readonly name: string;
  /** What exists beside the resource group; made in this order. */
  readonly given?: readonly Made[];
  /** Inputs that the resource was first created with; absent for a create. */
  readonly first?: Properties;
  readonly inputs: Properties;
}

export interface RefusedCase extends Case {
  readonly code?: string;
  readonly status?: number;
  readonly message?: RegExp;
  readonly path?: string;
}

export interface AcceptedCase extends Case {
  readonly outputs?: object;
}

export function worldOf(given: readonly Made[] = []): TestCloud {
  const cloud = testCloud();
  for (const [token, inputs] of [group, ...given]) cloud.create(token, inputs);
  return cloud;
}

function write(cloud: TestCloud, token: string, one: Case): ReturnType<TestCloud['create']> {
  if (!one.first) return cloud.create(token, one.inputs);
  return cloud.update(cloud.create(token, one.first), one.inputs);
}

export function refuses(token: string, cases: readonly RefusedCase[]): void {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const cloud = worldOf(one.given);
    const first = one.first && cloud.create(token, one.first);
    const refusal = cloud.refusal(() => (first ? cloud.update(first, one.inputs) : cloud.create(token, one.inputs)));
    expect(refusal).toMatchObject({
      ...(one.code === undefined ? {} : { code: one.code }),
      ...(one.status === undefined ? {} : { status: one.status }),
      ...(one.path === undefined ? {} : { path: one.path }),
    });
    if (one.message) expect(refusal.message).toMatch(one.message);
  });
}

/** The inputs once for each value in them, at any depth, with that value not known yet. */
function* withUnknowns(value: Value): Generator<Value> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const changed of [unknown, ...withUnknowns(item)]) yield value.with(index, changed);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) for (const changed of [unknown, ...withUnknowns(item)]) yield { ...value, [key]: changed };
  }
}

/** The case succeeds, and Check refuses nothing of it while any one of its values is not known yet. */
export function accepts(token: string, cases: readonly AcceptedCase[]): void {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const cloud = worldOf(one.given);
    const stored = write(cloud, token, one);
    expect(cloud.read(stored)?.outputs).toMatchObject(one.outputs ?? {});
    for (const inputs of withUnknowns(one.inputs)) expect(() => cloud.check(token, inputs as Properties)).not.toThrow();
  });
}

/** An update that the provider plans as a replacement, or where `action` says so as an update in place. */
export function plans(token: string, action: 'replace' | 'update' | 'none', cases: readonly Case[]): void {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const cloud = worldOf(one.given);
    expect(cloud.plan(cloud.create(token, one.first ?? {}), one.inputs).action).toBe(action);
  });
}
