import { join } from 'node:path';
import { policies } from '../../policy/catalogue';
import { judgeAll, type Judgement, type Verdict } from '../../policy/evaluate';
import { isBlocking } from '../../policy/report';
import type { Resource } from '../../policy/resource';
import { readRules } from '../../policy/rules';
import { governanceMutations } from './mutations/governance';
import { lakehouseMutations } from './mutations/lakehouse';
import { networkMutations } from './mutations/network';
import { serviceMutations } from './mutations/services';
import { storageMutations } from './mutations/storage';
import type { Mutation, Row } from './support/mutations';
import { programs, recorded, targets, type Moment } from './support/programs';

const root = join(__dirname, '..', '..');
/** Exemptions are read as of this day: `hx policy check` is what notices that one has expired. */
const today = new Date('2026-11-26T12:00:00Z');

let judgementOf: (stack: string) => Judgement;
beforeAll(async () => {
  const rules = await readRules({ environments: join(root, 'infra', 'environments'), exemptions: join(root, 'policy', 'exemptions.yaml') }, today);
  if (rules.mistakes.length > 0) throw new Error(rules.mistakes.join('\n'));
  judgementOf = rules.judgementOf;
});

const words = ({ policy, resource, outcome, violations, reason }: Verdict): string =>
  `${policy.id} ${outcome} ${resource.name}: ${reason ?? violations.map(({ message }) => message).join('; ')}`;

describe('our own programs', () => {
  const moments: readonly Moment[] = ['first', 'update'];
  const cases = targets.flatMap(([env, region]) => programs.flatMap((name) => moments.map((moment) => [env, region, name, moment] as const)));

  test.each(cases)('of %s-%s: %s violates no policy without an exemption (%s), and leaves nothing open that blocks', async (env, region, name, moment) => {
    const judgement = judgementOf(`${env}-${region}`);
    const verdicts = [...judgeAll(judgement, await recorded(name, env, region, moment))];
    const timing = moment === 'first' ? 'preview' : 'final';
    expect(verdicts.filter(({ outcome, exemption }) => outcome === 'failed' && exemption === undefined).map(words)).toEqual([]);
    expect(verdicts.filter((verdict) => isBlocking(verdict, judgement.environment, timing)).map(words)).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'not-evaluated').map(words)).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(name === 'images' ? 50 : 500);
  });
});

const rows: readonly Row[] = [...storageMutations, ...serviceMutations, ...lakehouseMutations, ...networkMutations, ...governanceMutations];

/** Policies that our programs make applicable and that no single change of them can break. */
const unbreakable: Readonly<Record<string, string>> = {
  'databricks-storage-firewall': 'fails as things are, under an exemption',
};

describe('a hardening that is taken away', () => {
  const whole = new Map<string, readonly Resource[]>();
  const keyOf = ({ env, program }: Pick<Row, 'env' | 'program'>): string => `${env} ${program}`;
  const judge = ({ env, program }: Pick<Row, 'env' | 'program'>, mutation: Mutation): readonly Verdict[] => [
    ...judgeAll(judgementOf(`${env}-eastus`), mutation(whole.get(keyOf({ env, program })) ?? [])),
  ];
  const failing = (verdicts: readonly Verdict[]): ReadonlySet<string> =>
    new Set(verdicts.flatMap(({ policy, outcome, exemption }) => (outcome === 'failed' && exemption === undefined ? [policy.id] : [])));

  beforeAll(async () => {
    for (const { env, program } of rows) {
      const key = keyOf({ env, program });
      if (!whole.has(key)) whole.set(key, await recorded(program, env, 'eastus', 'update'));
    }
  });

  test.each(rows.map((row) => [row.name, row] as const))('%s: exactly the policies that guard it fail', (_, row) => {
    expect([...failing(judge(row, row.mutation))].toSorted()).toEqual(row.fails.toSorted());
  });

  test('has a mutation for every policy that judges our programs, or a reason why there is none', () => {
    const applicable = new Set(programs.flatMap((program) => judge({ env: 'prod', program }, (resources) => resources).map(({ policy }) => policy.id)));
    const broken = new Set(rows.flatMap(({ fails }) => fails));
    expect([...applicable].filter((id) => !broken.has(id) && !Object.hasOwn(unbreakable, id)).toSorted()).toEqual([]);
    expect(Object.keys(unbreakable).filter((id) => broken.has(id) || !applicable.has(id))).toEqual([]);
  });

  test('has rows with names of their own, of policies that exist', () => {
    const names = rows.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const known = new Set(policies.map(({ id }) => id));
    expect(rows.flatMap(({ fails }) => fails).filter((id) => !known.has(id))).toEqual([]);
  });
});
