import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { levelOf, strictest } from '../../policy/environment';
import { environmentFrom, environmentOfStack } from '../../policy/environment-file';
import { readRules } from '../../policy/rules';

const now = new Date('2026-11-26T10:00:00Z');
const prod = {
  environment: 'prod',
  protected: true,
  regions: { eastus: {}, westus2: { databricks: { workers: { max: 20 } } } },
  databricks: { workers: { min: 2, max: 10 } },
  policy: { default: 'mandatory', overrides: { a: 'disabled', b: 'remediate', c: 'none' } },
  retention: { logDays: 365 },
  tags: { owner: 'x' },
};

describe('an environment, as policies know it', () => {
  test('comes out of its file', () => {
    expect(environmentFrom(prod)).toEqual({
      name: 'prod',
      project: 'hiscox-etl',
      isProtected: true,
      enforcement: { default: 'mandatory', overrides: { a: 'disabled', b: 'remediate' } },
      locations: ['eastus', 'westus2'],
      requiredTags: ['project', 'environment', 'region', 'managed-by', 'owner'],
      maxWorkers: 20,
      minimumLogDays: 365,
    });
  });

  test.each([[null], ['text'], [{}], [{ environment: 1 }]])('that is no environment is as strict as it gets: %j', (data) => {
    expect(environmentFrom(data)).toBe(strictest);
  });

  test.each([
    ['prod-eastus', 'prod'],
    ['prod-northeurope', undefined],
    ['prod', undefined],
    ['other-prod-eastus', undefined],
  ])('of the stack %s is %s', (stack, name) => {
    expect(environmentOfStack([environmentFrom(prod)], stack).name).toBe(name);
  });

  test.each([
    ['hiscox-etl', 'prod'],
    ['hiscox-etl-lakehouse', 'prod'],
    ['hiscox-etlx', undefined],
    ['shop', undefined],
  ])('of a stack named like one of ours in the project %s is %s', (project, name) => {
    expect(environmentOfStack([environmentFrom(prod)], 'prod-eastus', project).name).toBe(name);
  });
});

describe('the level of a policy', () => {
  test.each([
    ['mandatory', {}, 'mandatory', 'mandatory'],
    ['mandatory', {}, 'advisory', 'advisory'],
    ['advisory', {}, 'mandatory', 'advisory'],
    ['advisory', { p: 'mandatory' }, 'advisory', 'mandatory'],
    ['mandatory', { p: 'disabled' }, 'mandatory', 'disabled'],
    ['mandatory', { constructor: 'disabled' }, 'mandatory', 'mandatory'],
  ] as const)('where the default is %s with overrides %j and its own is %s, is %s', (fallback, overrides, own, expected) => {
    expect(levelOf({ id: 'p', level: own }, { enforcement: { default: fallback, overrides } })).toBe(expected);
  });
});

describe('the rules of a project', () => {
  let folder: string;
  const place = () => ({ environments: join(folder, 'environments'), exemptions: join(folder, 'exemptions.yaml') });
  const environment = (overrides: string): void =>
    writeFileSync(
      join(folder, 'environments', 'dev.yaml'),
      `environment: dev\nregions: { eastus: {} }\npolicy: { default: mandatory, overrides: ${overrides} }\n`,
    );
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-rules-'));
    mkdirSync(join(folder, 'environments'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('may be no files at all', async () => {
    const rules = await readRules({ environments: join(folder, 'none'), exemptions: join(folder, 'none') }, now);
    expect(rules).toMatchObject({ environments: [], mistakes: [] });
    expect(rules.judgementOf('dev-eastus').environment).toBe(strictest);
  });

  test('refuse a level for a policy that is not there', async () => {
    environment('{ storage-http-only: disabled, storage-https-only: advisory }');
    const { mistakes } = await readRules(place(), now);
    expect(mistakes).toEqual(["infra/environments/dev.yaml: policy.overrides: there is no policy 'storage-http-only'"]);
  });

  test.each([
    ['dev', []],
    ['devel', ["policy/exemptions.yaml: the exemption from storage-https-only names the environment 'devel', which is not there"]],
  ])('hold an exemption in %s against the environments', async (name, expected) => {
    environment('{}');
    const entry = {
      policy: 'storage-https-only',
      urn: 'urn:pulumi:dev-eastus::p::t::lake',
      environment: name,
      justification: 'a partner reads over plain HTTP until March',
      owner: 'a@example.com',
      expires: '2027-03-01',
    };
    writeFileSync(join(folder, 'exemptions.yaml'), JSON.stringify({ exemptions: [entry] }));
    expect((await readRules(place(), now)).mistakes).toEqual(expected);
  });

  test('tell a mistake in the exemptions with its place', async () => {
    writeFileSync(join(folder, 'exemptions.yaml'), 'exemptions:\n  - policy: nothing\n');
    const { mistakes } = await readRules(place(), now);
    expect(mistakes[0]).toMatch(/^policy\/exemptions.yaml:2:5: /);
  });
});
