import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { notebookSteps } from '../../infra/components/etl-pipeline';
import { clusterPackages, wheelName } from '../../infra/components/lakehouse-names';
import { lakehouseOutputs, platformOutputs } from '../../infra/outputs';
import { program } from '../../infra/programs/lakehouse';
import { upstreamOf } from '../../infra/programs/input';
import { inputOf } from '../../infra/programs/stack-target';
import { record, type Recording, type RunOptions } from './support/recorder';
import { root } from '../support/imports';
import { inputFor, settingsFor } from './support/targets';
import type { RegionSettings } from '../../infra/config/environment';

const platform: Record<string, string> = Object.fromEntries(platformOutputs.map((name) => [name, `<${name}>`]));
/** Who runs the ETL: the jobs, and Data Factory. */
const runners = ['<transformationClientId>', '<pipelineClientId>'];
const build = (env: string, region: string, changes: Partial<RegionSettings> = {}, options: RunOptions = {}): Promise<Recording> =>
  record(() => program(inputFor(env, region, changes, { platform })), options);

describe('the lakehouse program', () => {
  let prod: Recording;
  let dev: Recording;
  beforeAll(async () => {
    prod = await build('prod', 'eastus');
    dev = await build('dev', 'eastus');
  });

  test('reaches the workspace of the platform stack and no other', () => {
    expect(prod.one('pulumi:providers:databricks').inputs).toEqual({ host: '<databricksUrl>', azureWorkspaceResourceId: '<databricksWorkspaceId>' });
    expect(prod.resources.filter(({ type, provider }) => type.startsWith('databricks:') && provider !== 'workspace')).toEqual([]);
  });

  test.each([
    ['workspace-access', ['workspaceConf:WorkspaceConf workspace-conf']],
    ['etl', ['servicePrincipal:ServicePrincipal etl-principal']],
    ['pipeline', ['servicePrincipal:ServicePrincipal pipeline-principal']],
    ['secrets', ['secretAcl:SecretAcl secret-scope-pipeline-reader', 'secretAcl:SecretAcl secret-scope-reader', 'secretScope:SecretScope secret-scope']],
    [
      'telemetry',
      [
        'secret:Secret telemetry-connection-string',
        'secretAcl:SecretAcl telemetry-scope-pipeline-reader',
        'secretAcl:SecretAcl telemetry-scope-reader',
        'secretScope:SecretScope telemetry-scope',
      ],
    ],
    [
      'compute',
      [
        'cluster:Cluster cluster',
        'clusterPolicy:ClusterPolicy cluster-policy',
        'permissions:Permissions cluster-permissions',
        'permissions:Permissions cluster-policy-permissions',
        'permissions:Permissions warehouse-permissions',
        'sqlEndpoint:SqlEndpoint warehouse',
      ],
    ],
    [
      'notebooks',
      [
        'directory:Directory notebook-folder-dbt',
        'directory:Directory notebook-folder-scripts',
        'directory:Directory notebook-folder-tests',
        'directory:Directory notebook-root',
        'notebook:Notebook notebook-data-quality-tests',
        'notebook:Notebook notebook-ingestion',
        'notebook:Notebook notebook-run-models',
        'permissions:Permissions notebook-permissions',
      ],
    ],
    ['jobs', ['job:Job job-blue', 'job:Job job-green', 'permissions:Permissions job-permissions-blue', 'permissions:Permissions job-permissions-green']],
    [
      'unity-catalog',
      [
        'catalog:Catalog catalog',
        'externalLocation:ExternalLocation location-bronze',
        'externalLocation:ExternalLocation location-gold',
        'externalLocation:ExternalLocation location-silver',
        'grants:Grants grants-blue',
        'grants:Grants grants-bronze',
        'grants:Grants grants-catalog',
        'grants:Grants grants-gold',
        'grants:Grants grants-green',
        'grants:Grants grants-live',
        'grants:Grants grants-silver',
        'grants:Grants grants-volume-blue',
        'grants:Grants grants-volume-green',
        'grants:Grants grants-volume-landing',
        'schema:Schema schema-blue',
        'schema:Schema schema-green',
        'schema:Schema schema-live',
        'storageCredential:StorageCredential storage-credential',
        'volume:Volume volume-blue',
        'volume:Volume volume-green',
        'volume:Volume volume-landing',
      ],
    ],
  ])('has in %s exactly these resources', (component, children) => {
    expect(prod.childrenOf(component)).toEqual(children.map((child) => `databricks:index/${child}`));
  });

  test('gives every resource a logical name of its own and registers every component', () => {
    const names = prod.resources.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(prod.resources.filter(({ type, name }) => type.startsWith('hx:') && !prod.completed.has(name))).toEqual([]);
  });

  test('puts out every output of the contract and no other', () => {
    expect(Object.keys(prod.outputs).sort()).toEqual([...lakehouseOutputs].sort());
  });

  test('sizes the cluster by the environment, under a policy, isolated and ending by itself', () => {
    expect(prod.one('databricks:index/cluster:Cluster').inputs).toMatchObject({
      autoscale: { minWorkers: 2, maxWorkers: 10 },
      autoterminationMinutes: 60,
      policyId: '/mock/databricks:index/clusterPolicy:ClusterPolicy/cluster-policy',
      dataSecurityMode: 'USER_ISOLATION',
      enableLocalDiskEncryption: true,
      azureAttributes: { availability: 'ON_DEMAND_AZURE' },
      customTags: { environment: 'prod' },
    });
    expect(dev.one('databricks:index/cluster:Cluster').inputs).toMatchObject({
      autoscale: { minWorkers: 1, maxWorkers: 2 },
      azureAttributes: { availability: 'SPOT_WITH_FALLBACK_AZURE', firstOnDemand: 1 },
    });
  });

  test('gives clusters secrets as references alone', () => {
    const { sparkEnvVars } = prod.one('databricks:index/cluster:Cluster').inputs as { sparkEnvVars: Record<string, string> };
    expect(sparkEnvVars['APPLICATIONINSIGHTS_CONNECTION_STRING']).toBe('{{secrets/telemetry/connection-string}}');
    expect(prod.one('databricks:index/secret:Secret').inputs).toMatchObject({
      key: 'connection-string',
      stringValue: { secret: 'InstrumentationKey=a-secret' },
    });
  });

  test('asks Azure for the connection string only when the platform is there', async () => {
    expect(prod.invokes.map(({ token, inputs }) => [token, inputs])).toEqual([
      ['azure-native:applicationinsights:getComponent', { resourceGroupName: '<resourceGroup>', resourceName: '<appInsightsId>' }],
    ]);
    expect((await record(() => program(inputFor('prod', 'eastus')), { preview: true })).invokes).toEqual([]);
  });

  test('is previewed where somebody deleted Application Insights, which the platform makes again', async () => {
    const gone = ['azure-native:applicationinsights:getComponent'];
    const previewed = await build('dev', 'eastus', {}, { preview: true, gone });
    expect(previewed.invokes).toHaveLength(1);
    expect(previewed.resources).toHaveLength(dev.resources.length);
  });

  test('reads secrets from the Key Vault of the platform', () => {
    expect(prod.one('databricks:index/secretScope:SecretScope', 'secret-scope').inputs).toMatchObject({
      backendType: 'AZURE_KEYVAULT',
      keyvaultMetadata: { resourceId: '<keyVaultId>', dnsName: '<keyVaultUri>' },
    });
  });

  test('runs each job as the service principal of the ETL, on a cluster of its own, one run at a time, in the order of the pipeline', () => {
    for (const slot of ['blue', 'green']) {
      const { inputs } = prod.one('databricks:index/job:Job', `job-${slot}`);
      expect(inputs).toMatchObject({
        runAs: { servicePrincipalName: '<transformationClientId>' },
        maxConcurrentRuns: 1,
        timeoutSeconds: 7200,
        parameters: [{ default: 'prod' }, { name: 'slot', default: slot }],
        tasks: [
          { taskKey: 'trigger_ingestion', dependsOns: [] },
          { taskKey: 'run_dbt_models', dependsOns: [{ taskKey: 'trigger_ingestion' }] },
          { taskKey: 'data_quality_tests', dependsOns: [{ taskKey: 'run_dbt_models' }] },
        ],
      });
      expect(inputs).not.toHaveProperty('existingClusterId');
    }
  });

  test('lets each job install the wheel and what it needs from the volume of its own slot', () => {
    for (const slot of ['blue', 'green']) {
      const { tasks } = prod.one('databricks:index/job:Job', `job-${slot}`).inputs as { tasks: { libraries: object[] }[] };
      for (const { libraries } of tasks) {
        expect(libraries).toEqual([
          { whl: `/Volumes/insurance_prod_eus/insurance_${slot}/etl/packages/hiscox_etl-0.1.0-py3-none-any.whl` },
          ...clusterPackages.map((name) => ({ pypi: { package: name } })),
        ]);
      }
    }
  });

  test('installs what app/pyproject.toml says: the version of the wheel, and the pins of its extras', () => {
    const project = readFileSync(join(root, 'app', 'pyproject.toml'), 'utf8');
    const [, version] = /^version = "(.+)"$/m.exec(project) ?? [];
    expect(wheelName).toBe(`hiscox_etl-${version}-py3-none-any.whl`);
    const extras = ['azure', 'databricks', 'dbt-databricks'].flatMap((extra) => {
      const [, list = ''] = new RegExp(`^${extra} = \\[(.+)\\]$`, 'm').exec(project) ?? [];
      return [...list.matchAll(/"([^"]+)"/g)].map(([, pin]) => pin);
    });
    expect([...clusterPackages]).toEqual(extras);
  });

  test('puts the target into every notebook, and the notebooks are otherwise those of app/notebooks', () => {
    const notebooks = prod.all('databricks:index/notebook:Notebook');
    expect(notebooks).toHaveLength(3);
    for (const { inputs } of notebooks) {
      const text = Buffer.from(String(inputs['contentBase64']), 'base64').toString();
      const [line = '', written = ''] = /^target = (.+)$/m.exec(text) ?? [];
      expect(JSON.parse(written)).toMatchObject({
        ...{ version: 1, env: 'prod', region: 'eastus', cloud: 'azure' },
        outputs: {
          ...{ databricksUrl: '<databricksUrl>', liveSchema: 'insurance', blueSchema: 'insurance_blue', greenSchema: 'insurance_green' },
          ...{ blueVolume: '/Volumes/mock/volume-blue', greenVolume: '/Volumes/mock/volume-green', landingVolume: '/Volumes/mock/volume-landing' },
          ...{ catalog: 'insurance_prod_eus', warehouseHttpPath: expect.stringContaining('/sql/1.0/warehouses/') },
        },
      });
      const sources = readdirSync(join(root, 'app', 'notebooks')).map((file) => readFileSync(join(root, 'app', 'notebooks', file), 'utf8'));
      expect(sources).toContain(text.replace(line, 'target = None  # hx writes the target here'));
    }
  });

  test.each(notebookSteps)('runs in $source what the local cloud runs for the same activity: $command', ({ source, command }) => {
    expect(readFileSync(join(root, 'app', 'notebooks', source), 'utf8')).toContain(`result = notebook.${command}(`);
  });

  test('makes a principal of the identity of the jobs and of that of the pipeline, neither of which makes clusters of its own accord', () => {
    const principals = prod.all('databricks:index/servicePrincipal:ServicePrincipal').map(({ inputs }) => inputs);
    expect(principals.map((inputs) => [inputs['applicationId'], inputs['displayName']])).toEqual([
      ['<transformationClientId>', 'etl-prod'],
      ['<pipelineClientId>', 'etl-pipeline-prod'],
    ]);
    for (const inputs of principals) expect(inputs).toMatchObject({ workspaceAccess: true, databricksSqlAccess: true, allowClusterCreate: false });
  });

  test('gives the pipeline every right in the catalog, on the secrets and on the warehouse that the jobs have', () => {
    const grants = prod.all('databricks:index/grants:Grants').map(({ name, inputs }) => {
      const rows = inputs['grants'] as { principal: string; privileges: string[] }[];
      return [name, ...runners.map((runner) => rows.filter(({ principal }) => principal === runner).flatMap(({ privileges }) => privileges))];
    });
    expect(grants.filter(([, jobs]) => jobs?.length === 0)).toEqual([]);
    expect(grants.map(([name, , pipeline]) => [name, pipeline])).toEqual(grants.map(([name, jobs]) => [name, jobs]));
    for (const scope of ['platform', 'telemetry']) {
      const readers = prod.all('databricks:index/secretAcl:SecretAcl').filter(({ inputs }) => inputs['scope'] === scope);
      expect(readers.map(({ inputs }) => [inputs['principal'], inputs['permission']])).toEqual(runners.map((runner) => [runner, 'READ']));
    }
    expect(prod.one('databricks:index/permissions:Permissions', 'warehouse-permissions').inputs).toMatchObject({
      accessControls: runners.map((servicePrincipalName) => ({ servicePrincipalName, permissionLevel: 'CAN_USE' })),
    });
  });

  test('keeps the files of a slot to the ETL, and the deliveries to be read by it alone', () => {
    const grantsOn = (name: string) => prod.one('databricks:index/grants:Grants', name).inputs['grants'];
    const toRunners = (...privileges: string[]) => runners.map((principal) => ({ principal, privileges }));
    for (const slot of ['blue', 'green']) expect(grantsOn(`grants-volume-${slot}`)).toEqual(toRunners('READ_VOLUME', 'WRITE_VOLUME'));
    expect(grantsOn('grants-volume-landing')).toEqual(toRunners('READ_VOLUME'));
    expect(prod.one('databricks:index/volume:Volume', 'volume-landing').inputs).toMatchObject({
      ...{ volumeType: 'EXTERNAL', storageLocation: 'abfss://bronze@<storageAccount>.dfs.core.windows.net/landing' },
    });
  });

  test('protects catalog, schemas and volumes where the environment is protected', () => {
    expect(
      prod.resources
        .filter(({ protect }) => protect)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['catalog', 'schema-blue', 'schema-green', 'schema-live', 'volume-blue', 'volume-green', 'volume-landing']);
    expect(dev.resources.filter(({ protect }) => protect)).toEqual([]);
  });

  test('lets readers see the live schema alone, and the ETL write the slots', () => {
    const principals = (name: string) =>
      (prod.one('databricks:index/grants:Grants', name).inputs['grants'] as { principal: string }[]).map(({ principal }) => principal);
    expect(principals('grants-live')).toEqual([...runners, 'account users']);
    expect([principals('grants-blue'), principals('grants-green')]).toEqual([runners, runners]);
  });

  test('names what shares a metastore after environment and region', () => {
    expect(prod.one('databricks:index/catalog:Catalog').inputs).toMatchObject({ name: 'insurance_prod_eus' });
    expect(dev.one('databricks:index/storageCredential:StorageCredential').inputs).toMatchObject({
      name: 'insurance-dev-eus-lake',
      azureManagedIdentity: { accessConnectorId: '<accessConnectorId>' },
    });
  });
});

describe('IP access lists', () => {
  const listOf = async (allowedRanges: string[], config: Record<string, string> = {}) =>
    (await build('prod', 'eastus', { network: { allowedRanges } }, { config })).all('databricks:index/ipAccessList:IpAccessList');

  test.each([[['0.0.0.0/0']], [['10.0.0.0/8', '172.16.0.0/12']]])('are absent for %j', async (ranges) => {
    expect(await listOf(ranges)).toEqual([]);
  });

  test('hold the public ranges, the clusters’ own way out and the deployer, after lists are switched on', async () => {
    const [list] = await listOf(['10.0.0.0/8', '203.0.113.0/24'], { 'hx:deployerIpAddress': '198.51.100.9' });
    expect(list?.inputs).toMatchObject({ listType: 'ALLOW', ipAddresses: ['203.0.113.0/24', '<egressIpAddress>', '198.51.100.9'] });
    expect(list?.dependsOn).toContain('workspace-conf');
  });
});

describe('a platform that is not there yet', () => {
  test('makes everything that needs it unknown in a preview', async () => {
    const preview = await record(() => program(inputFor('prod', 'eastus')), { preview: true });
    expect(preview.resources.length).toBe((await build('prod', 'eastus')).resources.length);
  });

  test('stops an update with the output and what to type', async () => {
    await expect(record(() => program(inputFor('prod', 'eastus')))).rejects.toThrow(/no output "\w+"; run hx up --env prod --region eastus/);
  });

  test('does not pass for there when an output alone is missing', async () => {
    await record(() => {
      expect(() => upstreamOf(inputFor('dev', 'eastus', {}, { platform: {} }), 'platform')('keyVaultUri')).toThrow(
        'dev-eastus: the platform stack has no output "keyVaultUri"',
      );
    });
  });
});

describe('a stack of the bare Pulumi CLI', () => {
  test('is the target of its name', () => {
    expect(inputOf('prod-northeurope')).toEqual({
      env: 'prod',
      region: 'northeurope',
      isPrimary: false,
      cloud: 'azure',
      settings: settingsFor('prod', 'northeurope'),
      upstream: {},
    });
  });

  test.each(['prod', 'prod-mars', 'constructor-eastus', ''])('named "%s" is refused with the names that exist', (stack) => {
    expect(() => inputOf(stack)).toThrow('one of dev-eastus, prod-eastus, prod-westus2, prod-northeurope, staging-eastus');
  });
});
