// Holds the policies against what the real checkov said of the same resources (test/policy/checkov/), verdict by verdict.
import { policies } from '../../policy/catalogue';
import { notPorted } from '../../policy/not-ported';
import type { Policy } from '../../policy/policy';
import { agrees, checkovTables, secretCases, verdictOn, verdictOnSecret } from './support/checkov';

const tables = checkovTables();
const ownerOf = (id: string): Policy | undefined => policies.find(({ checkov }) => checkov.includes(id));
const claimed = tables.flatMap((table) => {
  const policy = ownerOf(table.checkov);
  return policy === undefined ? [] : [{ table, policy, judged: table.cases.map((one) => ({ one, said: verdictOn(policy, one) })) }];
});
const unclaimed = tables.filter(({ checkov }) => ownerOf(checkov) === undefined);

describe("checkov's verdicts", () => {
  test('all come from one version of checkov', () => {
    expect(new Set(tables.map(({ version }) => version)).size).toBe(1);
  });

  test(`are there for every id that a policy claims, and for every one that none does, why; ${unclaimed.length} of ${tables.length} are left out`, () => {
    const known = new Set(tables.map(({ checkov }) => checkov));
    const asked = policies.flatMap(({ checkov }) => checkov).filter((id) => !id.startsWith('CKV_SECRET_'));
    expect(asked.filter((id) => !known.has(id))).toEqual([]);
    expect(unclaimed.map(({ checkov }) => checkov)).toEqual(Object.keys(notPorted).filter((id) => known.has(id)));
  });

  test('pass and fail, for every id: a check that only ever says one thing proves nothing', () => {
    const onesided = tables.filter(({ cases }) => !(['passed', 'failed'] as const).every((verdict) => cases.some(({ checkov }) => checkov === verdict)));
    expect(onesided.map(({ checkov }) => checkov)).toEqual([]);
  });
});

if (claimed.length > 0)
  describe.each(claimed.map(({ table, policy, judged }) => [table.checkov, policy.id, policy, judged] as const))('%s, %s', (id, _policyId, policy, judged) => {
    test.each(judged.map(({ one, said }) => [one.name, one.checkov, said, one] as const))(
      '%s: checkov says %s, the policy %s',
      (_name, _checkov, said, one) => {
        // What differs is written down, case by case: nothing else may.
        expect({ said, agrees: agrees(said, one) }).toEqual({ said: one.differs ?? said, agrees: one.differs === undefined });
      },
    );

    test('differs where it says so, and only there', () => {
      expect(policy.differs?.[id] !== undefined).toBe(judged.some(({ one }) => one.differs !== undefined));
    });
  });

const strings = secretCases();
const found = new Set(strings.flatMap(({ checkov }) => checkov));
/** Ids that an offline checkov reports; some of the names that it knows need its paid platform. */
const secretPolicies = policies.filter(({ checkov }) => checkov.some((id) => found.has(id)));

describe("checkov's verdicts on strings", () => {
  test('are there for every id that it reports offline, and for strings that are no secrets', () => {
    // 10 and 19 it never reports: the entropy of base64 speaks for both.
    const expected = Array.from({ length: 18 }, (_, index) => `CKV_SECRET_${index + 1}`).filter((id) => id !== 'CKV_SECRET_10');
    expect(expected.filter((id) => !found.has(id))).toEqual([]);
    expect(strings.filter(({ checkov }) => checkov.length === 0).length).toBeGreaterThan(10);
  });
});

if (secretPolicies.length > 0)
  describe.each(secretPolicies.map((policy) => [policy.id, policy] as const))('%s, on strings', (id, policy) => {
    const expected = strings.map((one) => ({
      name: one.name,
      isFound: one.checkov.some((each) => policy.checkov.includes(each)) !== one.differs.includes(id),
    }));

    test('says what checkov says, but where the table says otherwise', () => {
      expect(strings.map((one) => ({ name: one.name, isFound: verdictOnSecret(policy, one) === 'failed' }))).toEqual(expected);
    });

    test('differs where it says so, and only there', () => {
      const isDeclared = policy.checkov.some((each) => found.has(each) && policy.differs?.[each] !== undefined);
      expect(isDeclared).toBe(strings.some(({ differs }) => differs.includes(id)));
    });
  });
