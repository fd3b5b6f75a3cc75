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

const resourceOf = (type: string, name: string, inputs: Properties = {}, propertyDependencies: Resource['propertyDependencies'] = {}): Resource => ({
  ...resource(inputs, propertyDependencies),
  urn: `urn:${name}`,
  type,
  name,
});

describe('an id in an input', () => {
  const id = '/subscriptions/s/resourceGroups/rg-etl/providers/Microsoft.Storage/storageAccounts/stetl';
  const account = resourceOf('azure-native:storage:StorageAccount', 'lake', { accountName: 'stEtl' });
  const group = resourceOf('azure-native:resources:ResourceGroup', 'group', { resourceGroupName: 'rg-etl' });
  const nameless = resourceOf('azure-native:storage:StorageAccount', 'nameless');
  const lock = (scope: Properties[string], made: readonly string[] = []): Resource =>
    resourceOf('azure-native:authorization:ManagementLockByScope', 'lock', { scope }, { scope: made });

  test.each([
    ['the id', lock(id), account, true],
    ['the id with a slash at the end', lock(`${id}/`), account, true],
    ['something inside it', lock(`${id}/blobServices/default`), account, false],
    ['a resource in the group', lock(id), group, false],
    ['an id that is made from it and not known', lock(unknown, ['urn:lake']), account, true],
    ['an id that is made from something else and not known', lock(unknown, ['urn:group']), account, false],
    ['an id that is made from one without a name', lock(id, ['urn:nameless']), nameless, true],
    ['nothing', resourceOf('azure-native:authorization:ManagementLockByScope', 'lock'), account, false],
  ])('says whether %s points at a resource', (_, from, to, points) => {
    const stack = new Stack([account, group, nameless, from]);
    expect(stack.pointsAt(from, 'scope', to)).toBe(points);
  });

  test('knows what an input was made from', () => {
    const from = lock(unknown, ['urn:lake', 'urn:elsewhere']);
    const stack = new Stack([account, group, from]);
    expect(stack.sourcesOf(from, 'scope')).toEqual([account]);
    expect(stack.sourcesOf(from, 'level')).toEqual([]);
  });

  test.each([
    ['one that is known', [lock(id)], true],
    ['one that is known behind one that is not', [lock(unknown, []), lock(id)], true],
    ['none', [lock(`${id}x`)], false],
  ])('says whether a resource is referred to by %s', (_, locks, isReferred) => {
    const stack = new Stack([account, ...locks]);
    expect(stack.isReferred('azure-native:authorization:ManagementLockByScope', 'scope', account)).toBe(isReferred);
  });

  test('says of a reference only what else is asked of it', () => {
    const stack = new Stack([account, lock(id)]);
    expect(stack.isReferred('azure-native:authorization:ManagementLockByScope', 'scope', account, ({ name }) => name === 'another')).toBe(false);
  });

  test('cannot say that nothing refers to it while one reference is open', () => {
    const open = { ...lock(unknown), propertyDependencies: {} };
    const stack = new Stack([account, open]);
    expect(() => stack.isReferred('azure-native:authorization:ManagementLockByScope', 'scope', account)).toThrow(UnknownValueError);
  });

  test('finds who names something by a segment, in any case, or by what it was made from', () => {
    const [known, made, open] = [lock(id), lock(unknown, ['urn:lake']), { ...lock(unknown), propertyDependencies: {} }];
    const stack = new Stack([account, known, made, open]);
    const naming = (word: string): readonly Resource[] => stack.naming('azure-native:authorization:ManagementLockByScope', 'scope', word);
    expect(naming('StEtl')).toEqual([known]);
    expect(naming('urn:lake')).toEqual([made]);
    expect(naming('another')).toEqual([]);
  });
});
