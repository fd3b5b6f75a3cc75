import { policies } from '../../policy/catalogue';
import { Evaluator } from '../../policy/evaluate';
import type { ResourcePolicy } from '../../policy/policy';
import type { Properties } from '../../policy/value';
import { environmentOf, readCases, resourcesOf, type Case } from './support/cases';

const remediating = policies.filter((policy): policy is ResourcePolicy => policy.scope === 'resource' && policy.remediate !== undefined);
const broken = remediating.flatMap((policy) =>
  readCases(`${policy.id}.yaml`)
    .filter(({ kind }) => kind === 'broken')
    .map((one) => [policy.id, one.name, policy, one] as const),
);

function remediated(policy: ResourcePolicy, one: Case): { before: Properties; after: Properties; outcomes: readonly string[] } {
  const [resource] = resourcesOf(one, policy);
  const after = policy.remediate?.(resource.inputs) ?? resource.inputs;
  const evaluator = new Evaluator({ policies: [policy], environment: environmentOf(one), exemptions: [] });
  return { before: resource.inputs, after, outcomes: evaluator.judge({ ...resource, inputs: after }).map(({ outcome }) => outcome) };
}

describe('a policy that sets things right', () => {
  test.each(broken)('%s: %s is right afterwards, or left as it was', (_id, _name, policy, one) => {
    const { before, after, outcomes } = remediated(policy, one);
    const isLeft = JSON.stringify(after) === JSON.stringify(before);
    expect(isLeft ? ['passed'] : outcomes).toEqual(['passed']);
  });

  test.each(broken)('%s: %s keeps its other inputs, and the ones it was given', (_id, _name, policy, one) => {
    const given = JSON.stringify(one.inputs);
    const { before, after } = remediated(policy, one);
    expect(JSON.stringify(one.inputs)).toBe(given);
    expect(Object.keys(before).filter((key) => !Object.hasOwn(after, key))).toEqual([]);
  });
});
