// Kinds whose loss is the loss of data, of keys, or of what holds them.

/** Kinds that the engine must refuse to delete or replace in a protected environment. */
export const statefulKinds = [
  'azure-native:containerregistry:Registry',
  'azure-native:databricks:Workspace',
  'azure-native:dbforpostgresql:Server',
  'azure-native:cosmosdb:DatabaseAccount',
  'azure-native:keyvault:Key',
  'azure-native:keyvault:Vault',
  'azure-native:operationalinsights:Workspace',
  'azure-native:recoveryservices:Vault',
  'azure-native:resources:ResourceGroup',
  'azure-native:sql:Database',
  'azure-native:sql:Server',
  'azure-native:storage:BlobContainer',
  'azure-native:storage:FileShare',
  'azure-native:storage:StorageAccount',
  'databricks:index/catalog:Catalog',
  'databricks:index/metastore:Metastore',
  'databricks:index/schema:Schema',
  'databricks:index/volume:Volume',
] as const;

/** Kinds of Azure that hold data themselves and take a delete lock; what is inside them is held by theirs. Vaults and storage accounts have policies of their own. */
export const lockableKinds = [
  'azure-native:containerregistry:Registry',
  'azure-native:databricks:Workspace',
  'azure-native:dbforpostgresql:Server',
  'azure-native:cosmosdb:DatabaseAccount',
  'azure-native:operationalinsights:Workspace',
  'azure-native:recoveryservices:Vault',
  'azure-native:sql:Server',
] as const;
