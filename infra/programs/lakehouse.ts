// The lakehouse program: everything of one target that lives inside its Databricks workspace, reached by what the platform program put out.
import { Config, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compute } from '../components/compute';
import { EtlJobs } from '../components/etl-jobs';
import { notebookRoot } from '../components/etl-pipeline';
import { Notebooks } from '../components/notebooks';
import { TelemetryScope, VaultScope } from '../components/secret-scope';
import { EtlPrincipal, UnityCatalog } from '../components/unity-catalog';
import { WorkspaceAccess } from '../components/workspace-access';
import type { RegionSettings } from '../config/environment';
import { classifyRanges } from '../config/ip-ranges';
import { lakehousePrefix } from '../naming';
import type { LakehouseOutput, PlatformOutput } from '../outputs';
import { protectStateful } from '../protection';
import { tagsOf } from '../tags';
import { tagResources } from '../tags-transform';
import { settingsOf, upstreamOf, type ProgramInput, type ReadUpstream } from './input';
import { projectRoot } from './project-root';
import { telemetryAddress } from './telemetry-address';
import { workspaceProvider } from './workspace-provider';

const secretScope = 'platform';

export async function program(input: ProgramInput): Promise<Record<LakehouseOutput, Input<string>>> {
  const settings = settingsOf(input);
  const platform = upstreamOf<PlatformOutput>(input, 'platform');
  tagResources(tagsOf(settings));
  if (settings.protected) protectStateful();
  const opts: ComponentResourceOptions = { provider: workspaceProvider(platform) };
  const { environment, databricks } = settings;

  const access = accessTo(settings, platform, opts);
  // The lists first: nothing is put into a workspace before it is closed to strangers.
  const inside: ComponentResourceOptions = { ...opts, dependsOn: [access] };
  const etl = new EtlPrincipal('etl', { clientId: platform('transformationClientId'), displayName: `etl-${environment}` }, inside);
  const pipeline = new EtlPrincipal('pipeline', { clientId: platform('pipelineClientId'), displayName: `etl-pipeline-${environment}` }, inside);
  const [etlPrincipal, pipelinePrincipal] = [etl.applicationId, pipeline.applicationId];
  const readers = { etl: etlPrincipal, pipeline: pipelinePrincipal };
  const scope = new VaultScope('secrets', { scopeName: secretScope, vaultId: platform('keyVaultId'), vaultUri: platform('keyVaultUri'), readers }, inside);
  const telemetry = new TelemetryScope('telemetry', { scopeName: 'telemetry', connectionString: telemetryAddress(settings.azure, platform), readers }, inside);
  const environmentVariables = { HX_ENVIRONMENT: environment, APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry.connectionStringReference };
  const shape = { environment, ...databricks, isOnDemand: settings.protected, environmentVariables, etlPrincipal, pipelinePrincipal };
  // Clusters resolve their secret references when they start.
  const compute = new Compute('compute', shape, { ...inside, dependsOn: [access, scope, telemetry] });
  const prefix = lakehousePrefix(environment, settings.region);
  const catalog = new UnityCatalog(
    'unity-catalog',
    {
      prefix,
      accessConnectorId: platform('accessConnectorId'),
      storageAccount: platform('storageAccount'),
      runners: [etlPrincipal, pipelinePrincipal],
    },
    inside,
  );
  const outputs = outputsOf(compute, scope, catalog);
  const target = { version: 1, env: environment, region: settings.region, cloud: 'azure', outputs: { ...outputs, databricksUrl: platform('databricksUrl') } };
  const notebooks = new Notebooks('notebooks', { read: readNotebook, target, etlPrincipal }, inside);
  const jobs = new EtlJobs(
    'jobs',
    { ...shape, policyId: compute.policyId, emails: settings.notifications.email, lakehousePrefix: prefix },
    { ...inside, dependsOn: [access, compute, notebooks, catalog] },
  );

  return { ...outputs, blueJobId: jobs.jobIds.blue, greenJobId: jobs.jobIds.green };
}

/** All but the jobs', which run notebooks that know these. */
function outputsOf(compute: Compute, scope: VaultScope, catalog: UnityCatalog): Record<Exclude<LakehouseOutput, 'blueJobId' | 'greenJobId'>, Input<string>> {
  return {
    clusterId: compute.clusterId,
    clusterPolicyId: compute.policyId,
    warehouseId: compute.warehouseId,
    warehouseHttpPath: compute.warehouseHttpPath,
    secretScope: scope.scopeName,
    notebookRoot,
    catalog: catalog.catalogName,
    liveSchema: catalog.schemaNames.live,
    blueSchema: catalog.schemaNames.blue,
    greenSchema: catalog.schemaNames.green,
    blueVolume: catalog.volumePaths.blue,
    greenVolume: catalog.volumePaths.green,
    landingVolume: catalog.volumePaths.landing,
  };
}

/** Who may reach the workspace; a deployer outside the allowed ranges is named in the stack's configuration. */
function accessTo(
  { network, protected: isProtected }: RegionSettings,
  platform: ReadUpstream<PlatformOutput>,
  opts: ComponentResourceOptions,
): WorkspaceAccess {
  const deployer = new Config('hx').get('deployerIpAddress');
  return new WorkspaceAccess(
    'workspace-access',
    {
      ranges: classifyRanges(network.allowedRanges),
      isExportClosed: isProtected,
      egressIpAddress: platform('egressIpAddress'),
      ...(deployer === undefined ? {} : { deployerIpAddress: deployer }),
    },
    opts,
  );
}

const readNotebook = (file: string): string => readFileSync(join(projectRoot, 'app', 'notebooks', file), 'utf8');
