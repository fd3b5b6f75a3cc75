// One row a kind of Databricks: its token and the file that holds its rules, loaded when the kind is first used.
import type { Kind } from '../kind';

export const databricksKinds: Readonly<Record<string, () => Kind>> = {
  'databricks:index/catalog:Catalog': () => (require('./catalog') as typeof import('./catalog')).catalog,
  'databricks:index/cluster:Cluster': () => (require('./cluster') as typeof import('./cluster')).cluster,
  'databricks:index/clusterPolicy:ClusterPolicy': () => (require('./cluster-policy') as typeof import('./cluster-policy')).clusterPolicy,
  'databricks:index/directory:Directory': () => (require('./directory') as typeof import('./directory')).directory,
  'databricks:index/externalLocation:ExternalLocation': () => (require('./external-location') as typeof import('./external-location')).externalLocation,
  'databricks:index/grants:Grants': () => (require('./grants') as typeof import('./grants')).grants,
  'databricks:index/ipAccessList:IpAccessList': () => (require('./ip-access-list') as typeof import('./ip-access-list')).ipAccessList,
  'databricks:index/job:Job': () => (require('./job') as typeof import('./job')).job,
  'databricks:index/notebook:Notebook': () => (require('./notebook') as typeof import('./notebook')).notebook,
  'databricks:index/permissions:Permissions': () => (require('./permissions') as typeof import('./permissions')).permissions,
  'databricks:index/schema:Schema': () => (require('./schema') as typeof import('./schema')).schema,
  'databricks:index/secret:Secret': () => (require('./secret') as typeof import('./secret')).secret,
  'databricks:index/secretAcl:SecretAcl': () => (require('./secret-acl') as typeof import('./secret-acl')).secretAcl,
  'databricks:index/secretScope:SecretScope': () => (require('./secret-scope') as typeof import('./secret-scope')).secretScope,
  'databricks:index/servicePrincipal:ServicePrincipal': () => (require('./service-principal') as typeof import('./service-principal')).servicePrincipal,
  'databricks:index/sqlEndpoint:SqlEndpoint': () => (require('./sql-endpoint') as typeof import('./sql-endpoint')).sqlEndpoint,
  'databricks:index/storageCredential:StorageCredential': () => (require('./storage-credential') as typeof import('./storage-credential')).storageCredential,
  'databricks:index/volume:Volume': () => (require('./volume') as typeof import('./volume')).volume,
  'databricks:index/workspaceConf:WorkspaceConf': () => (require('./workspace-conf') as typeof import('./workspace-conf')).workspaceConf,
};
