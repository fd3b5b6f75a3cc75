// The stack outputs of each program, by name: a contract with app delivery and with the programs that come after. Loads no Pulumi.

/** Every output of the platform stack is one string. The first eight are public (design: `hx outputs --json`). */
export const platformOutputs = [
  'resourceGroup',
  'storageAccount',
  'keyVaultUri',
  'registryLoginServer',
  /** With its scheme: "https://adb-….azuredatabricks.net". */
  'databricksUrl',
  'dataFactory',
  /** ARM id of the Application Insights component. */
  'appInsightsId',
  /** The slot that serves: "blue" until the first switch. */
  'liveSlot',
  'location',
  'keyVault',
  'keyVaultId',
  'registry',
  'storageAccountId',
  /** ARM id of the Databricks workspace. */
  'databricksWorkspaceId',
  'accessConnectorId',
  'dataFactoryId',
  'logAnalyticsId',
  /** Public address from which the clusters go out. */
  'egressIpAddress',
  'ingestionClientId',
  'transformationClientId',
  /** Of the identity with which Data Factory runs notebooks. */
  'pipelineClientId',
] as const;
export type PlatformOutput = (typeof platformOutputs)[number];

/** Every output of the lakehouse stack is one string. */
export const lakehouseOutputs = [
  'clusterId',
  'clusterPolicyId',
  'warehouseId',
  /** Path of dbt's and JDBC's connection: "/sql/1.0/warehouses/…". */
  'warehouseHttpPath',
  'secretScope',
  'notebookRoot',
  'catalog',
  'liveSchema',
  'blueSchema',
  'greenSchema',
  /** Volume of the slot's own files: "/Volumes/<catalog>/<schema>/etl". */
  'blueVolume',
  'greenVolume',
  /** Volume of the deliveries. */
  'landingVolume',
  'blueJobId',
  'greenJobId',
] as const;
export type LakehouseOutput = (typeof lakehouseOutputs)[number];

/** Every output of the images stack is one string. */
export const imagesOutputs = [
  /** By digest: "<login server>/etl-ingestion@sha256:…". */
  'ingestionImage',
  'transformationImage',
  /** Git sha of the sources. */
  'imagesSha',
  'imagesTag',
] as const;
export type ImagesOutput = (typeof imagesOutputs)[number];
