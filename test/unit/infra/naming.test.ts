import fc from 'fast-check';
import { azureRegions } from '../../../infra/config/azure-regions';
import { regionSettings } from '../../../infra/config/settings';
import { checkName, checkNames, listNames, nameRules, regionCode, resourceNames, type NamedKind, type NameSource } from '../../../infra/naming';
import { loaded, shippedFolder } from './environment-files';

const regions = Object.keys(azureRegions);
const source = (environment: string, region: string, project = 'hiscox-etl'): NameSource => ({
  project,
  environment,
  region,
  azure: { subscriptionId: '00000000-0000-0000-0000-0000000000d1' },
});

describe('names of the shipped environments', () => {
  const { environments } = loaded(shippedFolder);
  const targets = environments.flatMap((environment) => regions.map((region) => ({ ...environment, region })));

  test('every environment × every Azure region × every resource keeps length and characters', () => {
    expect(targets.flatMap((target) => checkNames(resourceNames(target)))).toEqual([]);
  });

  test('no two targets share a name that must be unique beyond a resource group', () => {
    const names = targets.flatMap((target) =>
      listNames(resourceNames(target))
        .filter(({ kind }) => ['global', 'subscription'].includes(nameRules[kind].scope))
        .map(({ kind, name }) => `${kind} ${name.toLowerCase()}`),
    );
    expect(names.length).toBe(targets.length * 6);
    expect(new Set(names).size).toBe(names.length);
  });

  test('within a target no two resources of a kind share a name', () => {
    for (const target of targets) {
      const names = listNames(resourceNames(target)).map(({ kind, name }) => `${kind} ${name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('the names of what is deployed never move: prod in eastus', () => {
    const prod = environments.find(({ environment }) => environment === 'prod');
    if (prod === undefined) throw new Error('no prod');
    const names = resourceNames(regionSettings(prod, 'eastus'));
    expect(Object.fromEntries(Object.entries(names).filter(([, name]) => typeof name !== 'function'))).toMatchInlineSnapshot(`
{
  "accessConnector": "dbac-hiscox-etl-prod-eus",
  "appInsights": "appi-hiscox-etl-prod-eus",
  "budget": "budget-hiscox-etl-prod-eus",
  "containerRegistry": "crhiscoxetlprodeus6wyq",
  "dataFactory": "adf-hiscox-etl-prod-eus-6wyq",
  "databricksManagedGroup": "rg-hiscox-etl-prod-eus-databricks-managed",
  "databricksWorkspace": "dbw-hiscox-etl-prod-eus",
  "keyVault": "kvhiscoxetlprodeus6wyq",
  "logAnalytics": "log-hiscox-etl-prod-eus",
  "natGateway": "ng-hiscox-etl-prod-eus",
  "natPublicIp": "pip-hiscox-etl-prod-eus-nat",
  "networkSecurityGroups": {
    "databricks": "nsg-hiscox-etl-prod-eus-databricks",
    "privateEndpoints": "nsg-hiscox-etl-prod-eus-private-endpoints",
  },
  "resourceGroup": "rg-hiscox-etl-prod-eus",
  "storageAccount": "sthiscoxetlprodeus6wyq",
  "subnets": {
    "databricksPrivate": "snet-databricks-private",
    "databricksPublic": "snet-databricks-public",
    "privateEndpoints": "snet-private-endpoints",
  },
  "virtualNetwork": "vnet-hiscox-etl-prod-eus",
}
`);
    expect(names.privateEndpoint('blob')).toBe('pep-hiscox-etl-prod-eus-blob');
  });
});

describe('region codes', () => {
  test('are unique, short and legal for every Azure region', () => {
    const codes = Object.values(azureRegions);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[a-z][a-z0-9]{1,3}$/);
  });

  test.each([
    ['eastus', 'eus'],
    ['westus2', 'wus2'],
    ['northeurope', 'neu'],
  ])('%s is %s', (region, code) => expect(regionCode(region)).toBe(code));

  test('a region that is not in the table gets a stable code of its own', () => {
    expect(regionCode('marsnorth')).toBe(regionCode('marsnorth'));
    expect(regionCode('marsnorth')).toMatch(/^m[a-z0-9]{3}$/);
    expect(regionCode('__proto__')).toMatch(/^_[a-z0-9]{3}$/);
    expect(regionCode('constructor')).toMatch(/^c[a-z0-9]{3}$/);
  });
});

const slug = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/);
const anySource = fc.record({ project: slug, environment: slug, region: fc.constantFrom(...regions), azure: fc.record({ subscriptionId: fc.uuid() }) });

describe('names of any legal environment', () => {
  test('each name is legal, or is told with its resource, itself, its length and the limit', () => {
    fc.assert(
      fc.property(anySource, (target) => {
        const names = resourceNames(target);
        const problems = checkNames(names);
        for (const { kind, name } of listNames(names)) {
          const { min, max, pattern, label } = nameRules[kind];
          const isLegal = name.length >= min && name.length <= max && pattern.test(name);
          const problem = problems.find((found) => found.kind === kind && found.name === name);
          expect(problem === undefined).toBe(isLegal);
          const tooLong = `the ${label} name ${name} has ${name.length} characters; Azure allows at most ${max}`;
          expect(problem?.message === tooLong).toBe(name.length > max);
        }
      }),
    );
  });

  test('an environment of up to ten characters fits every resource, whatever the project', () => {
    const short = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
    const project = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,9}){0,1}$/);
    fc.assert(
      fc.property(short, project, fc.constantFrom(...regions), (environment, name, region) =>
        expect(checkNames(resourceNames(source(environment, region, name)))).toEqual([]),
      ),
    );
  });

  test('two targets that differ in anything differ in every global name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('dev', 'staging', 'prod', 'preprod', 'pre-prod', 'a-b', 'ab'),
        fc.constantFrom(...regions),
        fc.constantFrom('dev', 'prod', 'pre-prod', 'ab'),
        fc.constantFrom(...regions),
        (env1, region1, env2, region2) => {
          fc.pre(env1 !== env2 || region1 !== region2);
          const [one, two] = [resourceNames(source(env1, region1)), resourceNames(source(env2, region2))];
          for (const kind of ['storageAccount', 'keyVault', 'containerRegistry', 'dataFactory', 'resourceGroup'] as const)
            expect(one[kind]).not.toBe(two[kind]);
        },
      ),
    );
  });

  test('the same target has the same names, and another subscription other global ones', () => {
    fc.assert(
      fc.property(anySource, fc.uuid(), (target, subscriptionId) => {
        expect(resourceNames(target).storageAccount).toBe(resourceNames({ ...target }).storageAccount);
        expect(resourceNames({ ...target, azure: { subscriptionId: target.azure.subscriptionId.toUpperCase() } }).keyVault).toBe(
          resourceNames(target).keyVault,
        );
        fc.pre(subscriptionId !== target.azure.subscriptionId);
        expect(resourceNames({ ...target, azure: { subscriptionId } }).resourceGroup).toBe(resourceNames(target).resourceGroup);
      }),
    );
    expect(resourceNames({ ...source('dev', 'eastus'), azure: { subscriptionId: 'another' } }).storageAccount).not.toBe(
      resourceNames(source('dev', 'eastus')).storageAccount,
    );
  });
});

test.each(Object.keys(nameRules) as NamedKind[])('a %s name may be as long as Azure says, and not one character longer', (kind) => {
  const { min, max } = nameRules[kind];
  expect(checkName({ kind, name: 'a'.repeat(max) })).toBeUndefined();
  expect(checkName({ kind, name: 'a'.repeat(min) })).toBeUndefined();
  expect(checkName({ kind, name: 'a'.repeat(max + 1) })?.message).toContain(`has ${max + 1} characters; Azure allows at most ${max}`);
  expect(checkName({ kind, name: 'a'.repeat(min - 1) })).toBeDefined();
});

test.each<[NamedKind, string, string]>([
  ['storageAccount', 'st-a', 'lower case letters and digits'],
  ['storageAccount', 'stA', 'lower case letters and digits'],
  ['keyVault', 'kv--a', 'single hyphens'],
  ['keyVault', '1kv', 'starts with a letter'],
  ['keyVault', 'kv-', 'single hyphens'],
  ['containerRegistry', 'cr-a-b', 'letters and digits'],
  ['containerRegistry', 'cr', 'wants at least 5'],
  ['dataFactory', 'adf--a', 'single hyphens'],
  ['resourceGroup', 'rg.', 'no full stop at the end'],
  ['virtualNetwork', 'vnet-', 'ends with one or _'],
  ['logAnalytics', 'log', 'wants at least 4'],
])('the %s name %s is refused: %s', (kind, name, words) => {
  expect(checkName({ kind, name })?.message).toContain(words);
});
