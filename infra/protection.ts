// What counts as stateful, and how a protected environment keeps it: the engine refuses to delete or replace it, Azure holds a delete lock.
import { runtime, type ResourceTransformation } from '@pulumi/pulumi';

/** Kinds whose loss is the loss of data, of keys, or of what holds them. */
export const statefulKinds: ReadonlySet<string> = new Set([
  'azure-native:resources:ResourceGroup',
  'azure-native:storage:StorageAccount',
  'azure-native:storage:BlobContainer',
  'azure-native:keyvault:Vault',
  'azure-native:containerregistry:Registry',
  'azure-native:databricks:Workspace',
  'azure-native:operationalinsights:Workspace',
  'databricks:index/catalog:Catalog',
  'databricks:index/schema:Schema',
  'databricks:index/volume:Volume',
]);

/** Sets `protect` on every stateful resource that the stack makes from here on. */
export function protectStateful(): void {
  const transformation: ResourceTransformation = ({ type, props, opts }) => (statefulKinds.has(type) ? { props, opts: { ...opts, protect: true } } : undefined);
  runtime.registerStackTransformation(transformation);
}
