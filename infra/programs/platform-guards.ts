// What stands around the services: private endpoints, grants, diagnostic settings and, in a protected environment, delete locks.
import { Config, mergeOptions, type ComponentResourceOptions } from '@pulumi/pulumi';
import { platformGrants, RoleAssignments } from '../components/access';
import { Diagnostics, storageSources, type DiagnosticSource } from '../components/diagnostics';
import { DeleteLocks } from '../components/locks';
import { PrivateEndpoints, type PrivateEndpointTarget } from '../components/private-endpoints';
import { classifyRanges } from '../config/ip-ranges';
import type { PlatformContext, PlatformServices } from './platform-services';

export interface GuardedPlatform extends PlatformContext {
  readonly services: PlatformServices;
}

export function guardPlatform(platform: GuardedPlatform, opts: ComponentResourceOptions): void {
  const { settings, names, place, services } = platform;
  const { network, lake, vault, registry, workspace, factory, observability } = services;
  const isPrivatelyReached = classifyRanges(settings.network.allowedRanges).privateRanges.length > 0;
  const endpoints = isPrivatelyReached
    ? [
        new PrivateEndpoints(
          'private-endpoints',
          { ...place, names, virtualNetworkId: network.virtualNetworkId, subnetId: network.privateEndpointSubnetId, targets: endpointTargets(services) },
          opts,
        ),
      ]
    : [];
  const grants = new RoleAssignments(
    'grants',
    {
      subscriptionId: settings.azure.subscriptionId,
      grants: platformGrants({
        identities: services.identities,
        accessConnectorPrincipalId: workspace.accessConnectorPrincipalId,
        containerIds: lake.containerIds,
        storageAccountId: lake.accountId,
        registryId: registry.registryId,
        vaultId: vault.vaultId,
        appInsightsId: observability.appInsightsId,
        workspaceId: workspace.workspaceId,
        databricksServicePrincipalId: new Config('hx').get('databricksServicePrincipalId'),
      }),
    },
    opts,
  );
  const diagnostics = new Diagnostics('diagnostics', { names, logAnalyticsId: observability.logAnalyticsId, sources: diagnosticSources(services) }, opts);
  if (!settings.protected) return;
  // Last to be made, first to go: while a lock stands, nothing below its resource can be deleted.
  const last = { dependsOn: [...endpoints, grants, diagnostics, lake, vault, registry, workspace, factory] };
  new DeleteLocks('locks', { names, targets: lockTargets(services) }, mergeOptions(opts, last));
}

const endpointTargets = ({ lake, vault, registry, workspace, factory }: PlatformServices): readonly PrivateEndpointTarget[] => [
  { group: 'blob', serviceId: lake.accountId },
  { group: 'dfs', serviceId: lake.accountId },
  { group: 'vault', serviceId: vault.vaultId },
  { group: 'registry', serviceId: registry.registryId },
  { group: 'databricks_ui_api', serviceId: workspace.workspaceId },
  { group: 'browser_authentication', serviceId: workspace.workspaceId },
  { group: 'dataFactory', serviceId: factory.factoryId },
];

/** Application Insights is missing on purpose: it stores in the same workspace, and a setting there would store everything twice. */
const diagnosticSources = ({ network, lake, vault, registry, workspace, factory, observability }: PlatformServices): readonly DiagnosticSource[] => [
  ...storageSources(lake.accountId),
  { key: 'key-vault', resourceId: vault.vaultId, logs: true, metrics: 'AllMetrics' },
  { key: 'registry', resourceId: registry.registryId, logs: true, metrics: 'AllMetrics' },
  { key: 'databricks', resourceId: workspace.workspaceId, logs: true },
  { key: 'data-factory', resourceId: factory.factoryId, logs: true, metrics: 'AllMetrics' },
  { key: 'log-analytics', resourceId: observability.logAnalyticsId, logs: true, metrics: 'AllMetrics' },
  { key: 'vnet', resourceId: network.virtualNetworkId, logs: true, metrics: 'AllMetrics' },
  { key: 'nat', resourceId: network.natGatewayId, logs: false, metrics: 'AllMetrics' },
  { key: 'nat-ip', resourceId: network.publicIpId, logs: true, metrics: 'AllMetrics' },
  { key: 'nsg-databricks', resourceId: network.networkSecurityGroupIds.databricks, logs: true },
  { key: 'nsg-endpoints', resourceId: network.networkSecurityGroupIds.privateEndpoints, logs: true },
];

const lockTargets = ({ lake, vault, registry, workspace, observability }: PlatformServices) => [
  { key: 'storage', resourceId: lake.accountId },
  { key: 'key-vault', resourceId: vault.vaultId },
  { key: 'registry', resourceId: registry.registryId },
  { key: 'databricks', resourceId: workspace.workspaceId },
  { key: 'log-analytics', resourceId: observability.logAnalyticsId },
];
