// What makes clusters, jobs and the inside of the workspace safe, broken piece by piece.
import { Secret } from '../../../policy/value';
import { added, all, inLakehouse, set, unset, type Row } from '../support/mutations';

const job = 'jobClusters.0.newCluster';
const definition = (rules: Readonly<Record<string, unknown>>) => set('cluster-policy', 'definition', JSON.stringify(rules));
const isolation = { data_security_mode: { type: 'fixed', value: 'USER_ISOLATION' } };
const limits = { 'autoscale.max_workers': { type: 'range', maxValue: 10 }, autotermination_minutes: { type: 'range', minValue: 10, maxValue: 60 } };

const clusters: readonly Row[] = [
  inLakehouse('the cluster keeps its users not apart', set('cluster', 'dataSecurityMode', 'NONE'), 'cluster-access-mode'),
  inLakehouse('the cluster of a job says nothing about its users', unset('job-blue', `${job}.dataSecurityMode`), 'cluster-access-mode'),
  inLakehouse('the cluster passes credentials on', set('cluster', 'sparkConf', { 'spark.databricks.passthrough.enabled': 'true' }), 'cluster-no-passthrough'),
  inLakehouse('the cluster never stops', set('cluster', 'autoterminationMinutes', 0), 'cluster-autotermination'),
  inLakehouse('the cluster grows without measure', set('cluster', 'autoscale.maxWorkers', 50), 'cluster-worker-ceiling'),
  inLakehouse('the cluster of a job grows without measure', set('job-green', `${job}.autoscale.maxWorkers`, 50), 'cluster-worker-ceiling'),
  inLakehouse('the disks of a cluster are plain', set('cluster', 'enableLocalDiskEncryption', false), 'cluster-disk-encryption'),
  inLakehouse('the logs of a cluster end with it', unset('cluster', 'clusterLogConf'), 'cluster-log-delivery'),
  inLakehouse('the logs of a job end with it', unset('job-blue', `${job}.clusterLogConf`), 'cluster-log-delivery'),
  inLakehouse('the runtime is no longer supported', set('cluster', 'sparkVersion', '7.3.x-scala2.12'), 'cluster-runtime'),
  inLakehouse('the cluster takes SSH keys', set('cluster', 'sshPublicKeys', ['ssh-rsa AAAA']), 'cluster-no-ssh'),
  inLakehouse('the cluster starts with a script of DBFS', set('cluster', 'initScripts', [{ dbfs: { destination: 'dbfs:/init.sh' } }]), 'cluster-init-scripts'),
  inLakehouse(
    'a secret is in the environment of the cluster',
    set('cluster', 'sparkEnvVars.DB_PASSWORD', new Secret('not-a-real-one')),
    'cluster-plain-secrets',
  ),
  inLakehouse('the cluster is under no policy', unset('cluster', 'policyId'), 'cluster-policy-attached'),
  inLakehouse('the cluster of a job is under no policy', unset('job-blue', `${job}.policyId`), 'cluster-policy-attached'),
  inLakehouse(
    'the driver is a spot machine',
    all(set('cluster', 'azureAttributes.availability', 'SPOT_AZURE'), set('cluster', 'azureAttributes.firstOnDemand', 0)),
    'cluster-on-demand-driver',
  ),
  inLakehouse('the cluster policy leaves the access mode open', definition(limits), 'cluster-policy-isolation'),
  inLakehouse('the cluster policy bounds nothing', definition(isolation), 'cluster-policy-limits'),
  inLakehouse('the cluster policy is empty', definition({}), 'cluster-policy-rules', 'cluster-policy-isolation', 'cluster-policy-limits'),
];

const jobs: readonly Row[] = [
  inLakehouse('a job runs as whoever deployed it', unset('job-blue', 'runAs'), 'job-service-principal'),
  inLakehouse('a job runs twice at a time', set('job-blue', 'maxConcurrentRuns', 100), 'job-bounds'),
  inLakehouse('nobody hears of a failed job', unset('job-blue', 'emailNotifications'), 'job-failure-notification'),
  inLakehouse("a job runs on people's cluster", set('job-blue', 'tasks.0.existingClusterId', 'somebody-s'), 'job-own-cluster'),
  inLakehouse('a job submits Spark', set('job-blue', 'tasks.0.sparkSubmitTask', { parameters: [] }), 'job-no-spark-submit'),
];

const workspace: readonly Row[] = [
  inLakehouse('tokens live for ever', set('workspace-conf', 'customConfig.maxTokenLifetimeDays', '0'), 'databricks-token-ceiling'),
  inLakehouse('audit logs leave commands out', set('workspace-conf', 'customConfig.enableVerboseAuditLogs', 'false'), 'databricks-workspace-switches'),
  inLakehouse('DBFS can be browsed', set('workspace-conf', 'customConfig.enableDbfsFileBrowser', 'true'), 'databricks-workspace-switches'),
  inLakehouse('results can be downloaded', set('workspace-conf', 'customConfig.enableResultsDownloading', 'true'), 'databricks-data-export'),
  inLakehouse('notebooks can be exported', unset('workspace-conf', 'customConfig.enableExportNotebook'), 'databricks-data-export'),
  inLakehouse('tables can be copied', unset('workspace-conf', 'customConfig.enableNotebookTableClipboard'), 'databricks-data-export'),
  inLakehouse('the ETL may make clusters', set('etl-principal', 'allowClusterCreate', true), 'databricks-cluster-creation'),
  inLakehouse('the pipeline may make clusters of its own accord', set('pipeline-principal', 'allowClusterCreate', true), 'databricks-cluster-creation'),
  inLakehouse('everyone may read the secrets', set('secret-scope-reader', 'principal', 'users'), 'databricks-secret-access'),
  inLakehouse('everyone may manage a scope', set('telemetry-scope', 'initialManagePrincipal', 'users'), 'databricks-secret-access'),
  inLakehouse('everyone may manage a job', set('job-permissions-blue', 'accessControls.1.permissionLevel', 'CAN_MANAGE'), 'databricks-permissions-everyone'),
  inLakehouse('everyone may write', set('grants-live', 'grants.2.privileges', ['MODIFY']), 'databricks-grants-everyone'),
  inLakehouse('the catalog is open to every workspace', set('catalog', 'isolationMode', 'OPEN'), 'databricks-catalog-isolation'),
  inLakehouse(
    'storage is reached by a client secret',
    set('storage-credential', 'azureServicePrincipal', { applicationId: 'a', clientSecret: new Secret('not-a-real-one'), directoryId: 'd' }),
    'databricks-storage-credential',
  ),
  inLakehouse('the warehouse never stops', set('warehouse', 'autoStopMins', 0), 'databricks-warehouse-auto-stop'),
  inLakehouse('the warehouse grows without measure', set('warehouse', 'maxNumClusters', 40), 'databricks-warehouse-ceiling'),
  inLakehouse('a token never ends', added('databricks:index/token:Token', 'token', { comment: 'for ever' }), 'databricks-token-lifetime'),
];

export const lakehouseMutations: readonly Row[] = [...clusters, ...jobs, ...workspace];
