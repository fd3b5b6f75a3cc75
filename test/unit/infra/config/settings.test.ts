import fc from 'fast-check';
import { databricksSchema } from '../../../../infra/config/environment';
import { explainSettings, hasPlaceholderIds, regionSettings, waveOf } from '../../../../infra/config/settings';
import { edit, folderOf, loaded, removeFolders, shipped, shippedFolder } from '../environment-files';

afterAll(removeFolders);

const overrides = `
    databricks:
      workers: { max: 4 }
      nodeType: Standard_D8ds_v5
    network:
      allowedRanges: [203.0.113.0/24]
    tags:
      owner: data-platform-us`;
const environmentOf = (text: string, name: string) => {
  const { environments, origins } = loaded(folderOf({ [`${name}.yaml`]: text }));
  const [environment] = environments;
  const origin = origins.get(name);
  if (environment === undefined || origin === undefined) throw new Error('not loaded');
  return { environment, origin };
};
const overridden = environmentOf(edit(shipped('prod'), ['10.31.0.0/16', `10.31.0.0/16${overrides}`]), 'prod');

test("a region's overrides merge field by field, and lists replace", () => {
  const { databricks, network, tags, addressSpace, isPrimary } = regionSettings(overridden.environment, 'westus2');
  expect(databricks).toMatchObject({
    sku: 'premium',
    workers: { min: 2, max: 4 },
    nodeType: 'Standard_D8ds_v5',
    autoterminationMinutes: 60,
    warehouseSize: 'Small',
  });
  expect(network.allowedRanges).toEqual(['203.0.113.0/24']);
  expect(tags).toMatchObject({ owner: 'data-platform-us', 'cost-centre': 'insurance-etl' });
  expect([addressSpace, isPrimary]).toEqual(['10.31.0.0/16', false]);
});

test("an override never brings a schema's default back over the environment's own value", () => {
  const text = edit(
    shipped('prod'),
    ['autoterminationMinutes: 60', 'autoterminationMinutes: 77'],
    ['10.31.0.0/16', '10.31.0.0/16\n    databricks: { workers: { max: 3 } }'],
  );
  expect(regionSettings(environmentOf(text, 'prod').environment, 'westus2').databricks.autoterminationMinutes).toBe(77);
});

test('a field that is undefined overrides nothing', () => {
  const { environment } = overridden;
  const westus2 = { primary: false, addressSpace: '10.31.0.0/16', databricks: { nodeType: undefined, workers: { min: undefined } } };
  expect(regionSettings({ ...environment, regions: { westus2 } }, 'westus2').databricks).toEqual(environment.databricks);
});

test('a region without overrides has the values of its environment', () => {
  const { regions: _regions, ...shared } = overridden.environment;
  expect(regionSettings(overridden.environment, 'eastus')).toEqual({ ...shared, region: 'eastus', isPrimary: true, addressSpace: '10.30.0.0/16' });
});

test('settings are plain JSON', () => {
  for (const environment of loaded(shippedFolder).environments) {
    for (const region of Object.keys(environment.regions)) {
      const settings = regionSettings(environment, region);
      expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
    }
  }
});

test.each(['westeurope', '__proto__', 'constructor', ''])('the region %j, which the environment lacks, is refused', (region) => {
  expect(() => regionSettings(overridden.environment, region)).toThrow('it has eastus, westus2, northeurope');
});

test('regions know their wave', () => {
  expect(['eastus', 'westus2', 'northeurope', 'nowhere'].map((region) => waveOf(overridden.environment, region))).toEqual([0, 1, 1, -1]);
});

test('shipped ids are placeholders, and real ones are not', () => {
  for (const environment of loaded(shippedFolder).environments) expect(hasPlaceholderIds(environment)).toBe(true);
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (subscriptionId, tenantId) => {
      fc.pre(!/^0{8}/.test(subscriptionId) && !/^0{8}/.test(tenantId));
      expect(hasPlaceholderIds({ azure: { subscriptionId, tenantId } })).toBe(false);
    }),
  );
});

describe('explaining', () => {
  const { environment, origin } = overridden;
  const explained = new Map(explainSettings(regionSettings(environment, 'westus2'), origin).map((setting) => [setting.path, setting]));
  const lineOf = (text: string): number => {
    const file = edit(shipped('prod'), ['10.31.0.0/16', `10.31.0.0/16${overrides}`]);
    return file.slice(0, file.indexOf(text)).split('\n').length;
  };

  test.each([
    ['databricks.workers.max', 4, 'region', 'workers: { max: 4 }'],
    ['databricks.workers.min', 2, 'environment', 'workers: { min: 2, max: 10 }'],
    ['network.allowedRanges', ['203.0.113.0/24'], 'region', 'allowedRanges: [203'],
    ['addressSpace', '10.31.0.0/16', 'region', '10.31.0.0/16'],
    ['keyVault.softDeleteDays', 90, 'environment', 'softDeleteDays: 90'],
    ['policy.overrides.registry-quarantine', 'disabled', 'environment', 'registry-quarantine: disabled'],
    ['tags.owner', 'data-platform-us', 'region', 'owner: data-platform-us'],
  ])('%s is %j of the %s', (path, value, source, text) => expect(explained.get(path)).toMatchObject({ value, source, line: lineOf(text) }));

  test.each([['databricks.sparkVersion'], ['isPrimary']])('%s is a default, of no file', (path) => {
    expect(explained.get(path)).toMatchObject({ source: 'default' });
    expect(explained.get(path)?.file).toBeUndefined();
  });
});

test('defaults are those of the schema', () => {
  expect(databricksSchema.parse({ sku: 'premium', workers: { min: 1, max: 2 } })).toMatchObject({
    nodeType: 'Standard_D4ds_v5',
    autoterminationMinutes: 30,
    warehouseSize: '2X-Small',
  });
});
