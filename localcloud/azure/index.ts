// One row a kind of azure-native: its token and the file that holds its rules, loaded when the kind is first used.
import type { Kind } from '../kind';

export const azureKinds: Readonly<Record<string, () => Kind>> = {
  'azure-native:resources:ResourceGroup': () => (require('./resources/resource-group') as typeof import('./resources/resource-group')).resourceGroup,
  'azure-native:storage:StorageAccount': () => (require('./storage/storage-account') as typeof import('./storage/storage-account')).storageAccount,
  'azure-native:applicationinsights:Component': () =>
    (require('./applicationinsights/component') as typeof import('./applicationinsights/component')).component,
  'azure-native:authorization:ManagementLockByScope': () =>
    (require('./authorization/management-lock-by-scope') as typeof import('./authorization/management-lock-by-scope')).managementLockByScope,
  'azure-native:authorization:RoleAssignment': () =>
    (require('./authorization/role-assignment') as typeof import('./authorization/role-assignment')).roleAssignment,
  'azure-native:consumption:Budget': () => (require('./consumption/budget') as typeof import('./consumption/budget')).budget,
  'azure-native:containerregistry:Registry': () => (require('./containerregistry/registry') as typeof import('./containerregistry/registry')).registry,
  'azure-native:containerregistry:Replication': () =>
    (require('./containerregistry/replication') as typeof import('./containerregistry/replication')).replication,
  'azure-native:keyvault:Key': () => (require('./keyvault/key') as typeof import('./keyvault/key')).key,
  'azure-native:keyvault:Secret': () => (require('./keyvault/secret') as typeof import('./keyvault/secret')).secret,
  'azure-native:keyvault:Vault': () => (require('./keyvault/vault') as typeof import('./keyvault/vault')).vault,
  'azure-native:managedidentity:UserAssignedIdentity': () =>
    (require('./managedidentity/user-assigned-identity') as typeof import('./managedidentity/user-assigned-identity')).userAssignedIdentity,
  'azure-native:operationalinsights:Workspace': () =>
    (require('./operationalinsights/workspace') as typeof import('./operationalinsights/workspace')).workspace,
  'azure-native:storage:BlobContainer': () => (require('./storage/blob-container') as typeof import('./storage/blob-container')).blobContainer,
  'azure-native:storage:BlobServiceProperties': () =>
    (require('./storage/blob-service-properties') as typeof import('./storage/blob-service-properties')).blobServiceProperties,
  'azure-native:storage:ManagementPolicy': () => (require('./storage/management-policy') as typeof import('./storage/management-policy')).managementPolicy,
  'azure-native:databricks:AccessConnector': () => (require('./databricks/access-connector') as typeof import('./databricks/access-connector')).accessConnector,
  'azure-native:databricks:Workspace': () => (require('./databricks/workspace') as typeof import('./databricks/workspace')).databricksWorkspace,
  'azure-native:datafactory:Factory': () => (require('./datafactory/factory') as typeof import('./datafactory/factory')).factory,
  'azure-native:datafactory:CredentialOperation': () => (require('./datafactory/credential') as typeof import('./datafactory/credential')).credential,
  'azure-native:datafactory:LinkedService': () => (require('./datafactory/linked-service') as typeof import('./datafactory/linked-service')).linkedService,
  'azure-native:datafactory:Pipeline': () => (require('./datafactory/pipeline') as typeof import('./datafactory/pipeline')).pipeline,
  'azure-native:datafactory:Trigger': () => (require('./datafactory/trigger') as typeof import('./datafactory/trigger')).trigger,
  'azure-native:monitor:ActionGroup': () => (require('./monitor/action-group') as typeof import('./monitor/action-group')).actionGroup,
  'azure-native:monitor:DiagnosticSetting': () => (require('./monitor/diagnostic-setting') as typeof import('./monitor/diagnostic-setting')).diagnosticSetting,
  'azure-native:monitor:MetricAlert': () => (require('./monitor/metric-alert') as typeof import('./monitor/metric-alert')).metricAlert,
  'azure-native:monitor:ScheduledQueryRule': () =>
    (require('./monitor/scheduled-query-rule') as typeof import('./monitor/scheduled-query-rule')).scheduledQueryRule,
  'azure-native:network:NatGateway': () => (require('./network/nat-gateway') as typeof import('./network/nat-gateway')).natGateway,
  'azure-native:network:NetworkSecurityGroup': () =>
    (require('./network/network-security-group') as typeof import('./network/network-security-group')).networkSecurityGroup,
  'azure-native:network:PrivateDnsZoneGroup': () =>
    (require('./network/private-dns-zone-group') as typeof import('./network/private-dns-zone-group')).privateDnsZoneGroup,
  'azure-native:network:PrivateEndpoint': () => (require('./network/private-endpoint') as typeof import('./network/private-endpoint')).privateEndpoint,
  'azure-native:network:PublicIPAddress': () => (require('./network/public-ip-address') as typeof import('./network/public-ip-address')).publicIpAddress,
  'azure-native:network:SecurityRule': () => (require('./network/security-rule') as typeof import('./network/security-rule')).securityRule,
  'azure-native:network:Subnet': () => (require('./network/subnet') as typeof import('./network/subnet')).subnet,
  'azure-native:network:VirtualNetwork': () => (require('./network/virtual-network') as typeof import('./network/virtual-network')).virtualNetwork,
  'azure-native:privatedns:PrivateZone': () => (require('./privatedns/private-zone') as typeof import('./privatedns/private-zone')).privateZone,
  'azure-native:network:RouteTable': () => (require('./network/route-table') as typeof import('./network/route-table')).routeTable,
  'azure-native:privatedns:PrivateRecordSet': () =>
    (require('./privatedns/private-record-set') as typeof import('./privatedns/private-record-set')).privateRecordSet,
  'azure-native:privatedns:VirtualNetworkLink': () =>
    (require('./privatedns/virtual-network-link') as typeof import('./privatedns/virtual-network-link')).virtualNetworkLink,
  'azure-native:authorization:RoleDefinition': () =>
    (require('./authorization/role-definition') as typeof import('./authorization/role-definition')).roleDefinition,
  'azure-native:logic:Workflow': () => (require('./logic/workflow') as typeof import('./logic/workflow')).workflow,
  'azure-native:managedidentity:FederatedIdentityCredential': () =>
    (require('./managedidentity/federated-identity-credential') as typeof import('./managedidentity/federated-identity-credential'))
      .federatedIdentityCredential,
  'azure-native:resources:Deployment': () => (require('./resources/deployment') as typeof import('./resources/deployment')).deployment,
  'azure-native:datafactory:IntegrationRuntime': () =>
    (require('./datafactory/integration-runtime') as typeof import('./datafactory/integration-runtime')).integrationRuntime,
  'azure-native:datafactory:ManagedPrivateEndpoint': () =>
    (require('./datafactory/managed-private-endpoint') as typeof import('./datafactory/managed-private-endpoint')).managedPrivateEndpoint,
};
