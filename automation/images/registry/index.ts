// The door of the registry client: digests of images, and their copies from one registry to another.
export { refreshTokenOf, type RegistryCredentials } from './auth';
export { openRegistry, type RegistryClient, type RegistryOptions } from './client';
export type { CopyResult } from './copy';
