// Reads the tables of checkov's verdicts: test/policy/checkov/<CKV id>.yaml, recorded by scripts/checkov-verdicts.mts. Judges nothing.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Evaluator, type Outcome } from '../../../policy/evaluate';
import type { PolicyEnvironment } from '../../../policy/environment';
import type { Policy } from '../../../policy/policy';
import { isList, isProperties, Secret, Unknown, type Properties, type Value } from '../../../policy/value';
import { customTags, environmentOf, resourceSchema, resourcesOf, type Case } from './cases';

const folder = join(__dirname, '..', 'checkov');
const secretsTable = 'secrets.yaml';

const verdict = z.enum(['passed', 'failed', 'unknown']);
const caseSchema = z.strictObject({
  name: z.string(),
  /** What stands under "resource" in Terraform's JSON syntax: type → name → body. The first one is what checkov judges. */
  terraform: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  /** In its place, an ARM template of one resource or parameter: for what checkov's two checks of one id see differently. */
  arm: z.record(z.string(), z.unknown()).optional(),
  environment: z.custom<Partial<PolicyEnvironment>>().default({}),
  /** The same as Pulumi's inputs; the first one is what the policy judges, "subject" by name. */
  resources: z.array(resourceSchema).min(1),
  /** Names of what is judged, where one resource of Terraform is several of Pulumi. */
  judged: z.array(z.string()).default(['subject']),
  /** `unknown`: checkov did not judge it. Recorded, never typed. */
  checkov: verdict,
  /** What the policy says in place of that; its `differs` says why. */
  differs: z.enum(['passed', 'failed', 'not-evaluated', 'not-applicable']).optional(),
});
const tableSchema = z.strictObject({ checkov: z.string(), version: z.string(), cases: z.array(caseSchema).min(4) });
const secretsSchema = z.strictObject({
  version: z.string(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      key: z.string(),
      parts: z.array(z.string()),
      /** Ids that found something. Recorded, never typed. */
      checkov: z.array(z.string()),
      /** Policies that say the opposite of their ids. */
      differs: z.array(z.string()).default([]),
    }),
  ),
});

export type CheckovCase = z.infer<typeof caseSchema>;
export type CheckovTable = z.infer<typeof tableSchema>;
export type SecretCase = z.infer<typeof secretsSchema>['cases'][number];
/** An outcome, or that the policy judges none of the resources. */
export type PolicyVerdict = Outcome | 'not-applicable';

const read = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'), { customTags });

/** All tables but the one of secrets, by file name. */
export const checkovTables = (): readonly CheckovTable[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== secretsTable)
    .toSorted()
    .map((file) => {
      const table = tableSchema.parse(read(file));
      if (`${table.checkov}.yaml` !== file) throw new Error(`${file} is the table of ${table.checkov}`);
      return table;
    });

export const secretCases = (): readonly SecretCase[] => secretsSchema.parse(read(secretsTable)).cases;

/** What the policy says of the case: the worst of what it says of the judged resources; where it fits none of them, of the others. */
export function verdictOn(policy: Policy, one: CheckovCase): PolicyVerdict {
  const [subject, ...others] = one.resources;
  if (subject === undefined) return 'not-applicable';
  const asCase: Case = { ...subject, name: one.name, logicalName: 'subject', kind: 'other', others, environment: one.environment, verdict: 'passed' };
  const resources = resourcesOf(asCase, policy);
  const evaluator = new Evaluator({ policies: [policy], environment: environmentOf(asCase), exemptions: [] });
  const all = [...resources.flatMap((resource) => evaluator.judge(resource)), ...evaluator.judgeStack(resources)];
  const own = all.filter(({ resource }) => one.judged.includes(resource.name));
  const outcomes = (own.length > 0 ? own : all).map(({ outcome }) => outcome);
  return (['failed', 'not-evaluated', 'passed'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'not-applicable';
}

/** What a policy on secrets says of a value under a name, in a place where any may stand. */
export function verdictOnSecret(policy: Policy, { name, key, parts }: SecretCase): PolicyVerdict {
  const property = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const inputs: Properties = { properties: { [property]: parts.join('') } };
  const type = 'azure-native:datafactory:LinkedService';
  return verdictOn(policy, { name, environment: {}, resources: [{ type, inputs, protect: false, madeFrom: {} }], judged: ['subject'], checkov: 'unknown' });
}

/** True where the policy says what checkov says. What checkov did not judge is free; what is not known yet is no verdict to differ from. */
export function agrees(said: PolicyVerdict, one: CheckovCase): boolean {
  if (one.checkov === 'unknown' || said === one.checkov) return true;
  if (said === 'not-applicable') return one.checkov === 'passed';
  return said === 'not-evaluated' && one.resources.some(({ inputs }) => holdsUnknown(inputs));
}

function holdsUnknown(value: Value | Properties): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Secret) return holdsUnknown(value.value);
  if (isList(value)) return value.some(holdsUnknown);
  return isProperties(value) && Object.values(value).some(holdsUnknown);
}
