import type { Resource } from '../../policy/resource';
import { Stack } from '../../policy/stack';
import { UnknownValueError, unknown, type Properties } from '../../policy/value';

const resource = (inputs: Properties, propertyDependencies: Resource['propertyDependencies'] = {}): Resource => ({
  urn: 'urn:pulumi:prod::hx::databricks:index/cluster:Cluster::cluster',
  type: 'databricks:index/cluster:Cluster',
  name: 'cluster',
  inputs,
  isProtected: false,
  propertyDependencies,
});

describe('an input of another resource', () => {
  const stack = new Stack([]);

  test.each([
    ['a value', { policyId: 'A1' }, true],
    ['false, which is a value', { policyId: false }, true],
    ['empty text', { policyId: '' }, false],
    ['null', { policyId: null }, false],
    ['nothing', {}, false],
  ])('is set or not by what is there: %s', (_, inputs, isSet) => {
    expect(stack.isSet(resource(inputs), 'policyId')).toBe(isSet);
  });

  test('is set where it is not known yet but made from another resource', () => {
    const inputs = { jobClusters: [{ newCluster: { policyId: unknown } }] };
    expect(stack.isSet(resource(inputs, { jobClusters: ['urn:policy'] }), 'jobClusters.0.newCluster.policyId')).toBe(true);
  });

  test.each([[{}], [{ policyId: [] }]])('cannot be told where nothing says what it was made from', (made) => {
    expect(() => stack.isSet(resource({ policyId: unknown }, made), 'policyId')).toThrow(UnknownValueError);
  });
});
