// The kinds of resources that have diagnostic settings, and the log categories that each must send. Data, no judgement.

/** Categories that must be collected; none where any log will do, "metrics" where the kind has no logs. */
type Wanted = readonly string[] | 'metrics';

/**
 * Application Insights is missing on purpose: it keeps its data in a workspace already, and a setting would store everything twice. Storage
 * accounts log by service, so they are looked at apart.
 */
export const diagnosticKinds: Readonly<Record<string, Wanted>> = {
  'azure-native:keyvault:Vault': ['AuditEvent'],
  'azure-native:keyvault:ManagedHsm': ['AuditEvent'],
  'azure-native:containerregistry:Registry': ['ContainerRegistryLoginEvents', 'ContainerRegistryRepositoryEvents'],
  'azure-native:databricks:Workspace': ['accounts', 'clusters', 'jobs', 'notebook', 'workspace'],
  'azure-native:datafactory:Factory': ['ActivityRuns', 'PipelineRuns', 'TriggerRuns'],
  'azure-native:operationalinsights:Workspace': ['Audit'],
  'azure-native:logic:Workflow': ['WorkflowRuntime'],
  'azure-native:network:NetworkSecurityGroup': ['NetworkSecurityGroupEvent', 'NetworkSecurityGroupRuleCounter'],
  'azure-native:network:VirtualNetwork': [],
  'azure-native:network:PublicIPAddress': [],
  'azure-native:network:NatGateway': 'metrics',
  'azure-native:network:AzureFirewall': [],
  'azure-native:network:ApplicationGateway': ['ApplicationGatewayAccessLog'],
  'azure-native:network:BastionHost': ['BastionAuditLogs'],
  'azure-native:network:VirtualNetworkGateway': [],
  'azure-native:eventhub:Namespace': [],
  'azure-native:servicebus:Namespace': [],
  'azure-native:eventgrid:Domain': [],
  'azure-native:eventgrid:SystemTopic': [],
  'azure-native:eventgrid:Topic': [],
  'azure-native:synapse:Workspace': [],
  'azure-native:machinelearningservices:Workspace': [],
  'azure-native:sql:Database': [],
  'azure-native:cosmosdb:DatabaseAccount': [],
  'azure-native:dbforpostgresql:Server': [],
  'azure-native:kusto:Cluster': [],
  'azure-native:streamanalytics:StreamingJob': [],
  'azure-native:batch:BatchAccount': [],
  'azure-native:automation:AutomationAccount': [],
  'azure-native:recoveryservices:Vault': [],
  'azure-native:cognitiveservices:Account': [],
  'azure-native:search:Service': [],
  'azure-native:containerservice:ManagedCluster': [],
  'azure-native:apimanagement:ApiManagementService': [],
};

export const accountType = 'azure-native:storage:StorageAccount';
