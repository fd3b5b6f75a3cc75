// Reads the tables of cases that policies are tested by: test/policy/cases/<policy id>.yaml. `!unknown` and `!secret x` stand for such values;
// `!joined [a, b]` is one text, so that no scanner takes a made-up token in a table for a leaked one.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Scalar, isScalar, parse, type CollectionTag, type ScalarTag } from 'yaml';
import { z } from 'zod';
import { strictest, type PolicyEnvironment } from '../../../policy/environment';
import type { Policy } from '../../../policy/policy';
import { currentType, type Resource } from '../../../policy/resource';
import { Secret, unknown, type Properties } from '../../../policy/value';

const folder = join(__dirname, '..', 'cases');

const unknownTag: ScalarTag = { tag: '!unknown', resolve: () => unknown };
const secretTag: ScalarTag = { tag: '!secret', resolve: (text) => new Secret(text) };
const joinedTag: CollectionTag = {
  tag: '!joined',
  collection: 'seq',
  resolve: ({ items }) => new Scalar(items.map((item) => (isScalar(item) ? String(item.value) : '')).join('')),
};
export const customTags = [unknownTag, secretTag, joinedTag];

const properties = z.custom<Properties>((value) => typeof value === 'object' && value !== null);
const madeFrom = z.record(z.string(), z.array(z.string()));
/** A resource of a table: the names in `madeFrom` are those of the other resources, "subject" is the judged one. */
export const resourceSchema = z.strictObject({
  type: z.string(),
  name: z.string().optional(),
  inputs: properties,
  protect: z.boolean().default(false),
  /** Top-level input → names of the resources that it was made from; the judged one is "subject". */
  madeFrom: madeFrom.default({}),
});
const caseSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['compliant', 'broken', 'absent', 'unknown', 'other']),
  /** The type of the subject; the first one of the policy where it is left out. */
  type: z.string().optional(),
  /** Its logical name, where the policy reads it. */
  logicalName: z.string().default('subject'),
  inputs: properties,
  protect: z.boolean().default(false),
  madeFrom: madeFrom.default({}),
  others: z.array(resourceSchema).default([]),
  environment: z.custom<Partial<PolicyEnvironment>>().default({}),
  verdict: z.enum(['passed', 'failed', 'not-evaluated', 'not-applicable']),
  /** Exactly these properties are named as wrong. */
  fails: z.array(z.string()).optional(),
});
const tableSchema = z.strictObject({ policy: z.string(), cases: z.array(caseSchema).min(4) });

export type Case = z.infer<typeof caseSchema>;

export const caseFiles = (): readonly string[] => readdirSync(folder).filter((file) => file.endsWith('.yaml'));

/** The cases of a file; its name is the policy's id. */
export function readCases(file: string): readonly Case[] {
  const table = tableSchema.parse(parse(readFileSync(join(folder, file), 'utf8'), { customTags }));
  if (`${table.policy}.yaml` !== basename(file)) throw new Error(`${file} is the table of ${table.policy}`);
  return table.cases;
}

const urnOf = (type: string, name: string): string => `urn:pulumi:prod-eastus::hiscox-etl::${type}::${name}`;

/** The resources of a case, the judged one first. */
export function resourcesOf(one: Case, policy: Policy): readonly [Resource, ...Resource[]] {
  const type = one.type ?? (policy.types === 'every' ? 'azure-native:storage:StorageAccount' : (policy.types[0] ?? ''));
  const all = [
    { type, name: one.logicalName, inputs: one.inputs, protect: one.protect, madeFrom: one.madeFrom },
    ...one.others.map((extra, index) => ({ ...extra, name: extra.name ?? `other-${index}` })),
  ];
  const urns = new Map([
    ['subject', urnOf(type, one.logicalName)],
    ...all.map((resource): [string, string] => [resource.name, urnOf(resource.type, resource.name)]),
  ]);
  const built = all.map(({ type: token, name, inputs, protect, madeFrom: made }) => ({
    urn: urnOf(token, name),
    type: currentType(token),
    token,
    name,
    inputs,
    isProtected: protect,
    propertyDependencies: Object.fromEntries(Object.entries(made).map(([key, names]) => [key, names.map((known) => urns.get(known) ?? known)])),
  }));
  const [subject, ...rest] = built;
  if (subject === undefined) throw new Error('a case without a subject');
  return [subject, ...rest];
}

export const environmentOf = (one: Case): PolicyEnvironment => ({ ...strictest, name: 'prod', ...one.environment });
