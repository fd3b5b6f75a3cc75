// Log and metric categories by resource type, as the platform lists them; types that are not here can't be judged.

export interface Categories {
  readonly logs: readonly string[];
  readonly groups: readonly string[];
  readonly metrics: readonly string[];
}

const both = ['audit', 'allLogs'];
const storageService: Categories = { logs: ['StorageRead', 'StorageWrite', 'StorageDelete'], groups: both, metrics: ['Transaction', 'Capacity', 'AllMetrics'] };

const databricksLogs = (
  'dbfs clusters accounts jobs notebook ssh workspace secrets sqlPermissions instancePools sqlanalytics genie globalInitScripts iamRole mlflowExperiment featureStore ' +
  'RemoteHistoryService mlflowAcledArtifact databrickssql deltaPipelines modelRegistry repos unityCatalog gitCredentials webTerminal serverlessRealTimeInference ' +
  'clusterLibraries partnerHub clamAVScan capsule8Dataplane BrickStoreHttpGateway Dashboards CloudStorageMetadata PredictiveOptimization DataMonitoring Ingestion ' +
  'MarketplaceConsumer LineageTracking Apps ClusterPolicies DataRooms Groups LakeviewConfig OnlineTables RBAC RFA VectorSearch WebhookNotifications WorkspaceFiles Files ' +
  'BudgetPolicyCentral'
).split(' ');

const factoryLogs = (
  'ActivityRuns PipelineRuns TriggerRuns SandboxPipelineRuns SandboxActivityRuns SSISPackageEventMessages SSISPackageExecutableStatistics SSISPackageEventMessageContext ' +
  'SSISPackageExecutionComponentPhases SSISPackageExecutionDataStatistics SSISIntegrationRuntimeLogs AirflowTaskLogs AirflowWorkerLogs AirflowDagProcessingLogs ' +
  'AirflowSchedulerLogs AirflowWebLogs'
).split(' ');

const types: { readonly [type: string]: Categories } = {
  'microsoft.keyvault/vaults': { logs: ['AuditEvent', 'AzurePolicyEvaluationDetails'], groups: both, metrics: ['AllMetrics'] },
  'microsoft.storage/storageaccounts': { logs: [], groups: [], metrics: ['Transaction', 'Capacity', 'AllMetrics'] },
  'microsoft.storage/storageaccounts/blobservices': storageService,
  'microsoft.storage/storageaccounts/fileservices': storageService,
  'microsoft.storage/storageaccounts/queueservices': storageService,
  'microsoft.storage/storageaccounts/tableservices': storageService,
  'microsoft.containerregistry/registries': {
    logs: ['ContainerRegistryRepositoryEvents', 'ContainerRegistryLoginEvents'],
    groups: both,
    metrics: ['AllMetrics'],
  },
  'microsoft.databricks/workspaces': { logs: databricksLogs, groups: ['allLogs'], metrics: [] },
  'microsoft.datafactory/factories': { logs: factoryLogs, groups: ['allLogs'], metrics: ['AllMetrics'] },
  'microsoft.network/networksecuritygroups': { logs: ['NetworkSecurityGroupEvent', 'NetworkSecurityGroupRuleCounter'], groups: ['allLogs'], metrics: [] },
  'microsoft.network/virtualnetworks': { logs: ['VMProtectionAlerts'], groups: ['allLogs'], metrics: ['AllMetrics'] },
  'microsoft.network/publicipaddresses': {
    logs: ['DDoSProtectionNotifications', 'DDoSMitigationFlowLogs', 'DDoSMitigationReports'],
    groups: both,
    metrics: ['AllMetrics'],
  },
  'microsoft.network/natgateways': { logs: ['NatGatewayFlowlogsV1'], groups: ['allLogs'], metrics: ['AllMetrics'] },
  'microsoft.operationalinsights/workspaces': { logs: ['Audit', 'SummaryLogs', 'Jobs'], groups: both, metrics: ['AllMetrics'] },
};

export function categoriesOf(resourceId: string): Categories | undefined {
  const at = resourceId.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return undefined;
  const [provider, ...parts] = resourceId
    .slice(at + '/providers/'.length)
    .replace(/\/+$/, '')
    .toLowerCase()
    .split('/');
  return types[[provider, ...parts.filter((_, index) => index % 2 === 0)].join('/')];
}
