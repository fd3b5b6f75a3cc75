// Services that a subnet can be delegated to, and services that have service endpoints.

const of = (provider: string, ...types: string[]): string[] => types.map((type) => `${provider}/${type}`.toLowerCase());

export const delegableServices: ReadonlySet<string> = new Set([
  ...of('GitHub.Network', 'networkSettings'),
  ...of('Informatica.DataManagement', 'organizations'),
  ...of('Microsoft.ApiManagement', 'service'),
  ...of('Microsoft.App', 'environments', 'testClients'),
  ...of('Microsoft.AVS', 'PrivateClouds'),
  ...of('Microsoft.AzureCosmosDB', 'clusters'),
  ...of('Microsoft.BareMetal', 'AzureHostedService', 'AzureHPC', 'AzurePaymentHSM', 'AzureVMware', 'CrayServers', 'MonitoringServers'),
  ...of('Microsoft.Batch', 'batchAccounts'),
  ...of('Microsoft.CloudTest', 'hostedpools', 'images', 'pools'),
  ...of('Microsoft.Codespaces', 'plans'),
  ...of('Microsoft.ContainerInstance', 'containerGroups'),
  ...of('Microsoft.ContainerService', 'managedClusters', 'TestClients'),
  ...of('Microsoft.Databricks', 'workspaces'),
  ...of('Microsoft.DBforMySQL', 'flexibleServers', 'servers', 'serversv2'),
  ...of('Microsoft.DBforPostgreSQL', 'flexibleServers', 'serversv2', 'singleServers'),
  ...of('Microsoft.DelegatedNetwork', 'controller'),
  ...of('Microsoft.DevCenter', 'networkConnection'),
  ...of('Microsoft.DevOpsInfrastructure', 'pools'),
  ...of('Microsoft.DocumentDB', 'cassandraClusters'),
  ...of('Microsoft.Fidalgo', 'networkSettings'),
  ...of('Microsoft.HardwareSecurityModules', 'dedicatedHSMs'),
  ...of('Microsoft.Kusto', 'clusters'),
  ...of('Microsoft.LabServices', 'labplans'),
  ...of('Microsoft.Logic', 'integrationServiceEnvironments'),
  ...of('Microsoft.MachineLearningServices', 'workspaces'),
  ...of('Microsoft.Netapp', 'volumes'),
  ...of('Microsoft.Network', 'applicationGateways', 'dnsResolvers', 'fpgaNetworkInterfaces', 'managedResolvers', 'networkWatchers', 'virtualNetworkGateways'),
  ...of('Microsoft.Orbital', 'orbitalGateways'),
  ...of('Microsoft.PowerAutomate', 'hostedRpa'),
  ...of('Microsoft.PowerPlatform', 'enterprisePolicies', 'vnetaccesslinks'),
  ...of('Microsoft.ServiceFabricMesh', 'networks'),
  ...of('Microsoft.ServiceNetworking', 'trafficControllers'),
  ...of('Microsoft.Singularity', 'accounts/networks', 'accounts/npu'),
  ...of('Microsoft.Sql', 'managedInstances', 'managedInstancesOnebox', 'managedInstancesStage', 'managedInstancesTest', 'servers'),
  ...of('Microsoft.StoragePool', 'diskPools'),
  ...of('Microsoft.StreamAnalytics', 'streamingJobs'),
  ...of('Microsoft.Synapse', 'workspaces'),
  ...of('Microsoft.Web', 'hostingEnvironments', 'serverFarms'),
  ...of('NGINX.NGINXPLUS', 'nginxDeployments'),
  ...of('Oracle.Database', 'networkAttachments'),
  ...of('PaloAltoNetworks.Cloudngfw', 'firewalls'),
  ...of('PureStorage.Block', 'storagePools'),
  ...of('Qumulo.Storage', 'fileSystems'),
]);

export const endpointServices: ReadonlySet<string> = new Set(
  [
    'AzureActiveDirectory',
    'AzureCosmosDB',
    'CognitiveServices',
    'ContainerRegistry',
    'EventHub',
    'KeyVault',
    'ServiceBus',
    'Sql',
    'Storage',
    'Storage.Global',
    'Web',
  ].map((service) => `microsoft.${service.toLowerCase()}`),
);

/** Actions that the platform writes into a delegation when the service is known to need them. */
export const delegationActions = (service: string): string[] =>
  service.toLowerCase() === 'microsoft.databricks/workspaces'
    ? ['join', 'prepareNetworkPolicies', 'unprepareNetworkPolicies'].map((verb) => `Microsoft.Network/virtualNetworks/subnets/${verb}/action`)
    : ['Microsoft.Network/virtualNetworks/subnets/join/action'];
