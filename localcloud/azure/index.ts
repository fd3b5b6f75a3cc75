// One row a kind of azure-native: its token and the file that holds its rules, loaded when the kind is first used.
import type { Kind } from '../kind';

export const azureKinds: Readonly<Record<string, () => Kind>> = {
  'azure-native:resources:ResourceGroup': () => (require('./resources/resource-group') as typeof import('./resources/resource-group')).resourceGroup,
  'azure-native:storage:StorageAccount': () => (require('./storage/storage-account') as typeof import('./storage/storage-account')).storageAccount,
};
