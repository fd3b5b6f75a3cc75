import { policies } from '../../policy/catalogue';
import { Evaluator } from '../../policy/evaluate';
import { caseFiles, environmentOf, readCases, resourcesOf, type Case } from './support/cases';

const verdictOf = (policyId: string, one: Case): { verdict: string; properties: readonly string[]; reason: string | undefined } => {
  const policy = policies.find(({ id }) => id === policyId);
  if (policy === undefined) throw new Error(`no policy ${policyId}`);
  const resources = resourcesOf(one, policy);
  const evaluator = new Evaluator({ policies: [policy], environment: environmentOf(one), exemptions: [] });
  const all = [...resources.flatMap((resource) => evaluator.judge(resource)), ...evaluator.judgeStack(resources)];
  const own = all.filter(({ resource }) => resource.urn === resources[0].urn);
  const outcomes = own.map(({ outcome }) => outcome);
  return {
    verdict: outcomes[0] ?? 'not-applicable',
    properties: own.flatMap(({ violations }) => violations.map(({ property }) => property)),
    reason: own[0]?.reason,
  };
};

describe('every policy', () => {
  test('has a table of cases, and every table a policy', () => {
    expect(caseFiles().toSorted()).toEqual(policies.map(({ id }) => `${id}.yaml`).toSorted());
  });

  test('has an id of its own, in kebab case', () => {
    const ids = policies.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test('shares no checkov id with another one', () => {
    const ids = policies.flatMap(({ checkov }) => checkov);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test.each(policies.map((policy) => [policy.id, policy] as const))('%s says why, what to do and where to read', (_, policy) => {
    expect(policy.rationale.length).toBeGreaterThan(20);
    expect(policy.remediation.text.length).toBeGreaterThan(10);
    expect(policy.remediation.example).not.toBe('');
    expect(policy.references.filter((url) => !url.startsWith('https://'))).toEqual([]);
    expect(policy.references.length).toBeGreaterThan(0);
    expect(Object.keys(policy.differs ?? {}).filter((id) => !policy.checkov.includes(id))).toEqual([]);
  });

  test.each(policies.map(({ id }) => id))('%s is tried compliant, broken, absent and unknown', (id) => {
    const cases = readCases(`${id}.yaml`);
    expect(['compliant', 'broken', 'absent', 'unknown'].filter((kind) => !cases.some((one) => one.kind === kind))).toEqual([]);
    // What is unknown is never a pass; what is forbidden altogether is compliant where it does not apply.
    const allowed: Readonly<Record<Case['kind'], readonly Case['verdict'][]>> = {
      compliant: ['passed', 'not-applicable'],
      broken: ['failed'],
      absent: ['passed', 'failed', 'not-applicable'],
      unknown: ['not-evaluated', 'failed'],
      other: ['passed', 'failed', 'not-evaluated', 'not-applicable'],
    };
    expect(cases.filter(({ kind, verdict }) => !allowed[kind].includes(verdict)).map(({ name }) => name)).toEqual([]);
  });
});

describe.each(policies.map(({ id }) => id))('%s', (id) => {
  test.each(readCases(`${id}.yaml`).map((one) => [one.kind, one.name, one] as const))('%s: %s', (_kind, _name, one) => {
    const { verdict, properties, reason } = verdictOf(id, one);
    expect({ verdict, broke: reason?.startsWith('the policy broke') ?? false }).toEqual({ verdict: one.verdict, broke: false });
    expect(one.fails === undefined ? [] : properties.toSorted()).toEqual(one.fails?.toSorted() ?? []);
  });
});
