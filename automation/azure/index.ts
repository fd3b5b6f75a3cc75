// The door to Azure: tokens, calls of the management API, and what hx does with single services. Everything else goes through Pulumi.
export { call, type Call, type ManagementOptions } from './management';
export { azureTokens, databricksResource, type AzureTokens, type TokenOptions } from './token';
export { azureTriggers } from './triggers';
export { mustBeVolumePath, volumeFiles, workspaceEndpoint, type VolumeEntry, type VolumeFiles } from './volume-files';
