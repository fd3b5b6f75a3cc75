// The door of the images: staging what they are built from, the daemon and base image that build them, and the registries that they go to.
export { buildApplication, type Application, type ApplicationOptions } from './application';
export { ensureBaseImage, pinnedBaseImage, type BaseImage, type BaseImageOptions } from './base-image';
export { bringImages, type BringPorts, type Brought, type ImagesInput } from './bring';
export { dockerVariables, findDocker, type Docker, type FindDockerOptions } from './docker';
export { dockerConfig, type DockerConfig, type DockerConfigOptions } from './docker-config';
export { openRegistry, refreshTokenOf, type CopyResult, type RegistryClient, type RegistryCredentials, type RegistryOptions } from './registry';
export { sourceVersion, imageTag } from './source';
export { stageContexts, type StageOptions } from './stage';
export {
  imageNames,
  imagePlatform,
  type ImageName,
  type PythonEnvironment,
  type SourceVersion,
  type StagedContext,
  type StagedContexts,
  type StepContext,
} from './types';
