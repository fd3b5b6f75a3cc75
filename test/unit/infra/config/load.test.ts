import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edit, folderOf, loaded, problemsIn, problemsOf, removeFolders, shipped, shippedFolder } from '../environment-files';

afterAll(removeFolders);
const [dev, staging, prod] = [shipped('dev'), shipped('staging'), shipped('prod')];

describe('the shipped environments', () => {
  const environments = Object.fromEntries(loaded(shippedFolder).environments.map((environment) => [environment.environment, environment]));

  test('are dev, staging and prod, with their regions and one primary', () => {
    expect(Object.entries(environments).map(([name, { regions }]) => [name, Object.keys(regions)])).toEqual([
      ['dev', ['eastus']],
      ['prod', ['eastus', 'westus2', 'northeurope']],
      ['staging', ['eastus']],
    ]);
    for (const { regions } of Object.values(environments)) expect(regions['eastus']?.primary).toBe(true);
  });

  test.each([
    ['dev', 1, 2, false, ['0.0.0.0/0']],
    ['staging', 1, 4, false, ['10.0.0.0/8', '172.16.0.0/12']],
    ['prod', 2, 10, true, ['10.0.0.0/8', '172.16.0.0/12']],
  ])('%s has the values of the system it replaces', (name, min, max, purgeProtection, allowedRanges) => {
    expect(environments[name]).toMatchObject({
      databricks: { sku: 'premium', workers: { min, max } },
      keyVault: { purgeProtection },
      network: { allowedRanges },
    });
  });
});

describe('growing by one YAML change', () => {
  test('a region is one entry under regions and its name in waves', () => {
    const grown = edit(
      prod,
      ['  westus2:\n', '  uksouth:\n    addressSpace: 10.33.0.0/16\n  westus2:\n'],
      ['[westus2, northeurope]', '[westus2, northeurope, uksouth]'],
    );
    const { environments } = loaded(folderOf({ 'dev.yaml': dev, 'staging.yaml': staging, 'prod.yaml': grown }));
    expect(Object.keys(environments.find(({ environment }) => environment === 'prod')?.regions ?? {})).toContain('uksouth');
  });

  test('an environment is one file', () => {
    const qa = edit(staging, ['environment: staging', 'environment: qa'], ['10.20.0.0/16', '10.40.0.0/16']);
    const { environments } = loaded(folderOf({ 'dev.yaml': dev, 'staging.yaml': staging, 'prod.yaml': prod, 'qa.yaml': qa }));
    expect(environments.map(({ environment }) => environment)).toEqual(['dev', 'prod', 'qa', 'staging']);
  });
});

test('what is wrong in every region alike is one problem', () => {
  const basic = edit(prod, ['sku: Premium', 'sku: Basic'], ['    - 10.0.0.0/8\n', '    - 203.0.113.0/24\n']);
  const places = problemsIn('prod', basic).map(({ line, column, message }) => `${line}:${column} ${message}`);
  expect(places.length).toBeGreaterThan(0);
  expect(new Set(places).size).toBe(places.length);
});

type Row = readonly [what: string, change: readonly [string, string], place: string, message: string, suggestion?: string];
/** One change of prod.yaml each; place is a text on the line that the problem must name. */
const rows: readonly Row[] = [
  ['an environment named ../x', ['environment: prod', 'environment: ../x'], 'environment: ', '"../x" is not allowed: an environment name must be lower case'],
  ['an environment named $(id)', ['environment: prod', 'environment: $(id)'], 'environment: ', '"$(id)" is not allowed'],
  ['an environment named -C', ['environment: prod', 'environment: -C'], 'environment: ', '"-C" is not allowed'],
  [
    'another name than its file',
    ['environment: prod', 'environment: production'],
    'environment: ',
    'the file "prod.yaml" is of the environment "production"',
    'write environment: prod',
  ],
  ['a misspelt field', ['protected: true', 'protectd: true'], 'protectd', 'the field "protectd" is not known', 'did you mean protected?'],
  [
    'a misspelt nested field',
    ['softDeleteDays: 90', 'softDeletDays: 90'],
    'softDeletDays',
    'the field "softDeletDays" is not known',
    'did you mean softDeleteDays?',
  ],
  [
    'a misspelt field of a region',
    ['  westus2:\n    addressSpace', '  westus2:\n    adressSpace'],
    'adressSpace',
    'is not known',
    'did you mean addressSpace?',
  ],
  [
    'yes for a boolean',
    ['purgeProtection: true', 'purgeProtection: yes'],
    'purgeProtection',
    'takes true or false, and has "yes"',
    'write true: YAML 1.2 reads yes as text',
  ],
  ['a number in quotes', ['logDays: 365', 'logDays: "365"'], 'logDays', 'takes a number, and has "365"', 'write 365 without quotes'],
  ['a number for text', ['owner: data-platform', 'owner: 12'], 'owner', 'takes text, and has "12"', "write '12' in quotes"],
  ['a number out of bounds', ['softDeleteDays: 90', 'softDeleteDays: 91'], 'softDeleteDays', 'takes at most 90, and has "91"'],
  ['half a worker', ['min: 2', 'min: 2.5'], 'min: 2.5', 'takes a whole number, and has "2.5"'],
  ['a null block', ['registry:\n  sku: Premium', 'registry:'], 'registry:\n\n', 'takes a map, and has nothing'],
  ['a misspelt value', ['warehouseSize: Small', 'warehouseSize: Smal'], 'warehouseSize', '"Smal" is not allowed', 'did you mean Small?'],
  [
    'the retired Databricks tier',
    ['  sku: premium', '  sku: standard'],
    'sku: standard',
    'no new standard workspaces since 2026-04-01 and upgraded the existing ones to premium on 2026-10-01',
    'write sku: premium',
  ],
  ['a trial workspace', ['  sku: premium', '  sku: trial'], 'sku: trial', 'ends after 14 days', 'write sku: premium'],
  [
    'workers upside down',
    ['{ min: 2, max: 10 }', '{ min: 10, max: 2 }'],
    'min: 10',
    'the worker range is upside down: min 10 is more than max 2',
    'write min: 2 and max: 10',
  ],
  [
    'workers upside down in one region',
    ['      data-residency: eu', '      data-residency: eu\n    databricks: { workers: { max: 1 } }'],
    'workers: { max: 1',
    'min 2 is more than max 1',
  ],
  ['a range with an upside-down octet', ['- 10.0.0.0/8', '- 300.0.0.0/8'], '300.0.0.0/8', '300 is more than 255'],
  ['a prefix of /33', ['- 10.0.0.0/8', '- 10.0.0.0/33'], '10.0.0.0/33', 'a prefix is at most /32'],
  ['host bits', ['- 10.0.0.0/8', '- 10.0.0.1/8'], '10.0.0.1/8', 'has host bits set', 'write 10.0.0.0/8 for the whole range'],
  ['a range of no caller', ['- 10.0.0.0/8', '- 169.254.0.0/16'], '169.254.0.0/16', 'link-local'],
  ['everyone in prod', ['- 10.0.0.0/8', '- 0.0.0.0/0'], '0.0.0.0/0', 'opens storage and key vault to everyone', 'name the ranges that callers come from'],
  ['a range twice', ['- 172.16.0.0/12', '- 10.0.0.0/8'], '- 10.0.0.0/8\n\n', 'is in the list twice'],
  [
    'private ranges with a Basic registry',
    ['sku: Premium', 'sku: Basic'],
    'sku: Basic',
    'private ranges need private endpoints, which a Basic registry lacks',
    'write sku: Premium',
  ],
  ['private ranges with a Standard registry', ['sku: Premium', 'sku: Standard'], 'sku: Standard', 'which a Standard registry lacks'],
  [
    'public ranges with a lesser registry in one region',
    ['10.31.0.0/16', '10.31.0.0/16\n    network: { allowedRanges: [203.0.113.0/24] }\n    registry: { sku: Basic }'],
    'registry: { sku',
    'public ranges need IP rules, which a Basic registry lacks',
  ],
  ['a public address space', ['10.31.0.0/16', '203.0.113.0/24'], 'addressSpace: 203', 'is not private address space'],
  ['an address space too small', ['10.31.0.0/16', '10.31.0.0/26'], 'addressSpace: 10.31.0.0/26', 'takes /16 to /24', 'write 10.31.0.0/24'],
  ['an unknown region', ['  westus2:\n', '  westus22:\n'], 'westus22:', '"westus22" is not an Azure region', 'did you mean westus2?'],
  ['a region in Azure portal spelling', ['  westus2:\n', '  West US 2:\n'], 'West US 2:', '"West US 2" is not allowed: a region must be lower case'],
  ['no primary region', ['    primary: true\n', ''], 'regions:', 'no region is primary', 'add primary: true to one of eastus, westus2, northeurope'],
  ['two primary regions', ['  westus2:\n', '  westus2:\n    primary: true\n'], 'primary: true\n    addressSpace: 10.31', 'eastus and westus2 are both primary'],
  [
    'a wave of an unknown region',
    ['[westus2, northeurope]', '[westus2, northeurpoe]'],
    'northeurpoe',
    'the wave names "northeurpoe"',
    'did you mean northeurope?',
  ],
  ['a region in no wave', ['[westus2, northeurope]', '[westus2]'], 'waves:', 'northeurope is in no wave and would never be deployed', 'add - [northeurope]'],
  ['a region in two waves', ['[westus2, northeurope]', '[westus2, northeurope, westus2]'], 'westus2]', 'westus2 is in two waves'],
  [
    'the primary not in the first wave',
    ['  - [eastus]\n  - [westus2, northeurope]', '  - [westus2, northeurope]\n  - [eastus]'],
    '[westus2, northeurope]\n',
    'the first wave lacks the primary region eastus',
  ],
  [
    'a protected environment without purge protection',
    ['purgeProtection: true', 'purgeProtection: false'],
    'purgeProtection',
    'a protected environment needs purge protection',
  ],
  [
    'thresholds that do not ascend',
    ['[50, 80, 100, 120]', '[80, 50, 100, 100]'],
    '50, 100, 100]',
    'budget thresholds must ascend: 50 comes after 80',
    'write [50, 80, 100]',
  ],
  ['bronze data deleted before it cools', ['bronzeDeleteDays: 2555', 'bronzeDeleteDays: 90'], 'bronzeToCoolDays', 'before it cools'],
  ['a wrong e-mail address', ['- head-of-data@example.com', '- head-of-data'], 'head-of-data\n', 'must be an e-mail address'],
  ['more approvals than people', ['required: 2', 'required: 4'], 'required: 4', '4 approvals are required of 3 people'],
  ['one approver twice', ['- head-of-data@example.com', '- Release-Manager@example.com'], 'Release-Manager', 'is in the list twice'],
  ['a reserved tag', ['owner: data-platform', 'managed-by: terraform'], 'managed-by', 'is set by hx itself'],
  ['an illegal tag name', ['owner: data-platform', 'cost/centre: x'], 'cost/centre', 'must start with a letter'],
  ['a subscription that is no GUID', ['00000000-0000-0000-0000-0000000000d3', 'my-subscription'], 'subscriptionId', 'must be a GUID'],
  ['a credential in the backend URL', ['?storage_account=', '?sig=abc&storage_account='], 'backend', 'has a credential in it'],
  ['a password in the backend URL', ['azblob://pulumi-prod', `https://${'me:secret'}@pulumi-prod`], 'backend', 'has a credential in it'],
];

describe('one mistake in a file', () => {
  test.each(rows.map(([what, ...row]) => ({ what, row })))('$what', ({ row: [change, place, message, suggestion] }) => {
    const text = edit(prod, change);
    const [problem] = problemsIn('prod', text);
    expect(problem?.message).toContain(message);
    expect(problem?.file).toBe('prod.yaml');
    expect(problem?.suggestion ?? '').toContain(suggestion ?? '');
    const offset = text.indexOf(place);
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(problem?.line).toBe(text.slice(0, offset).split('\n').length);
  });

  test('an environment too long for its resources: the problem names resource, name, length and limit', () => {
    const name = 'averylongenvironment';
    const [problem] = problemsIn(name, edit(prod, ['environment: prod', `environment: ${name}`]));
    expect(problem).toMatchObject({ path: 'environment', suggestion: expect.stringMatching(/^shorten the environment by \d+ characters$/) });
    expect(problem?.message).toMatch(/^the storage account name (\S+) has \d+ characters; Azure allows at most 24$/);
    const excess = Number(/\d+/.exec(problem?.suggestion ?? '')?.[0]);
    const shorter = name.slice(0, -excess);
    expect(problemsIn(shorter, edit(prod, ['environment: prod', `environment: ${shorter}`]))).toEqual([]);
  });

  test('a missing block is told at the top of the file, with what to add', () => {
    const text = prod.replace(/^budget:\n(?: .*\n)+/m, '');
    expect(problemsIn('prod', text)).toEqual([
      { file: 'prod.yaml', line: 1, column: 1, path: 'budget', message: 'is missing', suggestion: 'add budget: it takes a map' },
    ]);
  });

  test('a protected dev may not be open either', () => {
    const text = edit(dev, ['protected: false', 'protected: true'], ['purgeProtection: false', 'purgeProtection: true']);
    expect(problemsIn('dev', text)[0]?.message).toContain('and this environment is protected');
  });

  test('all problems of a file come at once, in the order of its lines', () => {
    const text = edit(prod, ['{ min: 2, max: 10 }', '{ min: 10, max: 2 }'], ['- 10.0.0.0/8', '- 10.0.0.1/8'], ['[50, 80, 100, 120]', '[50, 50]']);
    const lines = problemsIn('prod', text).map(({ line }) => line);
    expect(lines).toHaveLength(3);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });
});

test('whatever a line of a file is replaced by, the answer is the environment or problems with a place in the file', () => {
  const lines = prod.split('\n');
  const line = fc.oneof(
    fc.constantFrom(
      '',
      '  - x',
      'x: 1',
      '  eastus: {}',
      'regions: {}',
      'waves: []',
      'waves: [[]]',
      'regions: []',
      'databricks: 1',
      '    primary: true',
      '    addressSpace: 0.0.0.0/0',
      '  <<: *a',
      '? x',
      '  - 0.0.0.0/1',
    ),
    fc.string({ maxLength: 20 }),
  );
  const isPlaced = (index: number, replacement: string): boolean => {
    const text = lines.with(index, replacement).join('\n');
    return problemsIn('prod', text).every((problem) => problem.line >= 1 && problem.line <= lines.length + 1 && problem.column >= 1 && problem.message !== '');
  };
  fc.assert(
    fc.property(fc.nat(lines.length - 1), line, (index, replacement) => expect(isPlaced(index, replacement)).toBe(true)),
    { numRuns: 150 },
  );
});

describe('environments held against each other', () => {
  test('overlapping address spaces are refused, with both owners and a range that is free', () => {
    const problems = problemsOf(folderOf({ 'dev.yaml': dev, 'prod.yaml': edit(prod, ['10.31.0.0/16', '10.10.128.0/20']) }));
    expect(problems).toMatchObject([
      { path: 'regions.westus2.addressSpace', message: '10.10.128.0/20 overlaps 10.10.0.0/16 of dev-eastus', suggestion: '10.0.0.0/20 is free' },
    ]);
    expect(problems[0]?.file).toMatch(/prod\.yaml$/);
  });

  test('so are those of two regions of one environment', () => {
    expect(problemsIn('prod', edit(prod, ['10.31.0.0/16', '10.30.0.0/16']))[0]?.message).toBe('10.30.0.0/16 overlaps 10.30.0.0/16 of prod-eastus');
  });

  test('a wrong file does not hide the problems of the others', () => {
    const problems = problemsOf(folderOf({ 'dev.yaml': 'environment: [', 'prod.yaml': edit(prod, ['10.31.0.0/16', '10.30.0.0/16']) }));
    expect(problems.map(({ file }) => file.split('/').at(-1))).toEqual(['dev.yaml', 'prod.yaml']);
  });
});

test('two environments whose resources would have one name are refused', () => {
  const other = edit(
    dev,
    ['environment: dev', 'environment: etl-dev'],
    ['project: hiscox-etl', 'project: hiscox'],
    ['10.10.0.0/16', '10.40.0.0/16'],
    ['0.0.0.0/0', '203.0.113.0/24'],
    ['sku: Basic', 'sku: Premium'],
  );
  const problems = problemsOf(folderOf({ 'dev.yaml': dev, 'etl-dev.yaml': other }));
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toContain(
    'environment: etl-dev-eastus and dev-eastus would both have the resource group rg-hiscox-etl-dev-eus',
  );
  const apart = edit(other, ['0000000000d1', '0000000000d9']);
  expect(problemsOf(folderOf({ 'dev.yaml': dev, 'etl-dev.yaml': apart }))).toEqual([]);
});

describe('files that are none', () => {
  const only = (folder: string): string =>
    problemsOf(folder)
      .map(({ message }) => message)
      .join('; ');

  test('a missing folder', () => expect(only(join(folderOf({}), 'missing'))).toBe("the folder of environments can't be read: ENOENT"));
  test('an empty folder', () => expect(only(folderOf({ 'README.md': 'x', '.dev.yaml.swp': 'x', '.hidden.yaml': '[' }))).toBe('has no environment'));
  test('an empty file', () => expect(only(folderOf({ 'dev.yaml': '' }))).toBe('is empty'));
  test('a list instead of a map', () => expect(only(folderOf({ 'dev.yaml': '- a' }))).toBe('takes a map, and has a list'));
  test('the ending .yml', () => expect(problemsOf(folderOf({ 'dev.yml': dev }))[0]?.suggestion).toBe('rename it to dev.yaml'));
  test('bytes that are not UTF-8', () => expect(only(folderOf({ 'dev.yaml': Uint8Array.of(0x61, 0x3a, 0xff, 0xfe) }))).toBe('is not UTF-8 text'));
  test('a file of 100 MB is not read', () => {
    const start = performance.now();
    expect(only(folderOf({ 'dev.yaml': Buffer.alloc(100 * 1024 * 1024, 0x20) }))).toContain('has 104857600 bytes');
    expect(performance.now() - start).toBeLessThan(5000);
  });
  test('a folder, a dangling link and a named pipe', () => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'a.yaml'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'b.yaml'));
    execFileSync('mkfifo', [join(folder, 'c.yaml')]);
    expect(only(folder)).toBe("is not a regular file; can't be read: ENOENT; is not a regular file");
  });
  test('a link to a regular file is followed', () => {
    const folder = folderOf({});
    writeFileSync(join(folder, 'source.txt'), dev);
    symlinkSync(join(folder, 'source.txt'), join(folder, 'dev.yaml'));
    expect(only(folder)).toBe('');
  });
});
