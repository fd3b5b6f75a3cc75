import { platformOutputs } from '../../infra/outputs';
import { program } from '../../infra/programs/platform';
import { resourceNames } from '../../infra/naming';
import { statefulKinds } from '../../infra/protection';
import { taggedKinds } from '../../infra/tags-transform';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { record, type Recording } from './support/recorder';
import { inputFor, settingsFor } from './support/targets';

let dev: Recording;
let staging: Recording;
let prod: Recording;
beforeAll(async () => {
  dev = await record(() => program(inputFor('dev', 'eastus')));
  staging = await record(() => program(inputFor('staging', 'eastus')));
  prod = await record(() => program(inputFor('prod', 'westus2')));
});

const components = (recording: Recording): readonly string[] =>
  recording.resources
    .filter(({ parent, type }) => parent === undefined && type.startsWith('hx:'))
    .map(({ name }) => name)
    .sort();

describe('the platform program', () => {
  const everywhere = [
    'alerts',
    'container-registry',
    'data-factory',
    'data-lake',
    'databricks-workspace',
    'diagnostics',
    'grants',
    'identities',
    'key-vault',
    'monthly-budget',
    'network',
    'observability',
  ];

  test('has the same services in every environment, endpoints where ranges are private, and locks where the environment is protected', () => {
    expect(components(dev)).toEqual(everywhere);
    expect(components(staging)).toEqual([...everywhere, 'private-endpoints'].sort());
    expect(components(prod)).toEqual([...everywhere, 'locks', 'private-endpoints'].sort());
  });

  test('gives every resource a logical name of its own', () => {
    const names = prod.resources.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('registers the outputs of every component', () => {
    const open = prod.resources.filter(({ type, name }) => type.startsWith('hx:') && !prod.completed.has(name));
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  test('makes every Azure resource through the explicit provider of the environment, in its subscription', () => {
    const strays = prod.resources.filter(({ type, provider }) => type.startsWith('azure-native:') && provider !== 'azure');
    expect(strays.map(({ name }) => name)).toEqual([]);
    expect(prod.one('pulumi:providers:azure-native').inputs).toMatchObject({ subscriptionId: settingsFor('prod', 'westus2').azure.subscriptionId });
  });

  test('names every physical name itself, so that nothing depends on random suffixes', () => {
    const names = resourceNames(settingsFor('prod', 'westus2'));
    expect(prod.one('azure-native:resources:ResourceGroup').inputs).toMatchObject({ resourceGroupName: names.resourceGroup, location: 'westus2' });
    expect(prod.one('azure-native:storage:StorageAccount').inputs).toMatchObject({ accountName: names.storageAccount });
    expect(prod.one('azure-native:keyvault:Vault').inputs).toMatchObject({ vaultName: names.keyVault });
  });

  test('puts out every output of the contract and no other', () => {
    expect(Object.keys(prod.outputs).sort()).toEqual([...platformOutputs].sort());
    expect(prod.outputs['liveSlot']).toBe('blue');
  });

  test('hands no secret to the outputs', async () => {
    const secrets = await Promise.all(
      Object.entries(prod.outputs).map(async ([name, value]) => (value instanceof Object && 'isSecret' in value && (await value.isSecret) ? [name] : [])),
    );
    expect(secrets.flat()).toEqual([]);
  });

  test('previews without knowing anything that Azure computes', async () => {
    const preview = await record(() => program(inputFor('prod', 'eastus')), { preview: true });
    // A resource whose children are only made inside an apply would be missing here.
    expect(preview.resources.length).toBe(prod.resources.length);
  });
});

describe('tags', () => {
  test('are on every kind that takes them, with the region that the target is in', () => {
    const untagged = prod.resources.filter(({ type, inputs }) => Object.hasOwn(taggedKinds, type) && !Object.hasOwn(inputs, 'tags'));
    expect(untagged.map(({ name }) => name)).toEqual([]);
    expect(prod.one('azure-native:keyvault:Vault').inputs['tags']).toMatchObject({
      environment: 'prod',
      region: 'westus2',
      'managed-by': 'hx',
      owner: 'data-platform',
    });
  });

  test('are listed for exactly the kinds whose SDK arguments have them', () => {
    const azureKinds = [...new Set([...prod.resources, ...dev.resources].map(({ type }) => type))].filter((type) => type.startsWith('azure-native:'));
    const wrong = azureKinds.filter((type) => Object.hasOwn(taggedKinds, type) !== takesTags(type));
    expect(wrong).toEqual([]);
  });
});

describe('protection', () => {
  test('keeps every stateful resource of a protected environment from deletion, and nothing else', () => {
    const differs = prod.resources.filter(({ type, protect }) => protect !== statefulKinds.has(type));
    expect(differs.map(({ name }) => name)).toEqual([]);
    expect(
      prod.resources
        .filter(({ protect }) => protect)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['bronze', 'databricks', 'gold', 'log-analytics', 'registry', 'resource-group', 'silver', 'storage', 'vault']);
  });

  test('is absent from environments that are not protected', () => {
    expect([...dev.resources, ...staging.resources].filter(({ protect }) => protect)).toEqual([]);
    expect(staging.all('azure-native:authorization:ManagementLockByScope')).toEqual([]);
  });

  test('locks what holds data, last of all, so that the locks go first', () => {
    const locks = prod.all('azure-native:authorization:ManagementLockByScope');
    expect(locks.map(({ inputs }) => `${String(inputs['scope'])} ${String(inputs['level'])}`).sort()).toEqual(
      [
        'containerregistry:Registry/registry',
        'databricks:Workspace/databricks',
        'keyvault:Vault/vault',
        'operationalinsights:Workspace/log-analytics',
        'storage:StorageAccount/storage',
      ].map((scope) => `/mock/azure-native:${scope} CanNotDelete`),
    );
    const before = prod.one('hx:platform:DeleteLocks').dependsOn;
    const below = prod.resources.filter(({ parent }) => ['data-lake', 'key-vault', 'grants', 'diagnostics', 'private-endpoints'].includes(parent ?? ''));
    expect(below.map(({ name }) => name).filter((name) => !before.includes(name))).toEqual([]);
  });
});

/** Whether the SDK's arguments of a kind have tags. */
function takesTags(type: string): boolean {
  const [, module = '', kind = ''] = type.split(':');
  const file = join(__dirname, '..', '..', 'node_modules', '@pulumi', 'azure-native', module, `${kind.charAt(0).toLowerCase()}${kind.slice(1)}.d.ts`);
  const text = readFileSync(file, 'utf8');
  return /\n {4}tags\?: /.test(text.slice(text.indexOf(`export interface ${kind}Args`)));
}
