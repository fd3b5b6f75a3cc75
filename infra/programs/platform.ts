// The platform program: everything of one target that stands in Azure itself. What lives inside the Databricks workspace is lakehouse's.
import { Provider } from '@pulumi/azure-native/provider';
import { ResourceGroup } from '@pulumi/azure-native/resources';
import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import { Alerts } from '../components/alerts';
import { MonthlyBudget, startOfMonth } from '../components/budget';
import { protectStateful } from '../protection';
import { tagResources } from '../tags-transform';
import { tagsOf } from '../tags';
import { resourceNames } from '../naming';
import type { PlatformOutput } from '../outputs';
import { channelAddresses, compiledAlerts } from './alert-sources';
import { settingsOf, type ProgramInput } from './input';
import { guardPlatform } from './platform-guards';
import { platformServices, type PlatformServices } from './platform-services';

export async function program(input: ProgramInput): Promise<Record<PlatformOutput, Input<string>>> {
  const settings = settingsOf(input);
  const names = resourceNames(settings);
  tagResources(tagsOf(settings));
  if (settings.protected) protectStateful();

  // An explicit provider: no shell's default subscription can lead the update of one environment into another.
  const provider = new Provider('azure', { subscriptionId: settings.azure.subscriptionId, tenantId: settings.azure.tenantId });
  const opts: ComponentResourceOptions = { provider };
  const location = settings.region;
  const group = new ResourceGroup('resource-group', { resourceGroupName: names.resourceGroup, location }, opts);
  const place = { resourceGroupName: group.name, location };

  const services = platformServices({ settings, names, place }, opts);
  guardPlatform({ settings, names, place, services }, opts);
  new Alerts(
    'alerts',
    {
      ...place,
      names,
      compiled: compiledAlerts(),
      addresses: channelAddresses(settings, input.cloud),
      appInsightsId: services.observability.appInsightsId,
      logAnalyticsId: services.observability.logAnalyticsId,
      databricksManagedGroupId: services.workspace.managedGroupId,
    },
    // The clusters' machines stand in the group that the workspace makes.
    { ...opts, dependsOn: [services.workspace] },
  );
  new MonthlyBudget(
    'monthly-budget',
    {
      budgetName: names.budget,
      scope: group.id,
      monthlyAmount: settings.budget.monthlyAmount,
      thresholds: settings.budget.thresholds,
      emails: settings.notifications.email,
      startDate: startOfMonth(new Date()),
    },
    opts,
  );

  return outputsOf(group, location, services);
}

function outputsOf(group: ResourceGroup, location: string, services: PlatformServices): Record<PlatformOutput, Input<string>> {
  const { lake, vault, registry, observability, workspace, factory, identities, network } = services;
  return {
    resourceGroup: group.name,
    storageAccount: lake.accountName,
    keyVaultUri: vault.vaultUri,
    registryLoginServer: registry.loginServer,
    databricksUrl: workspace.workspaceUrl,
    dataFactory: factory.factoryName,
    appInsightsId: observability.appInsightsId,
    liveSlot: 'blue',
    location,
    keyVault: vault.vaultName,
    keyVaultId: vault.vaultId,
    registry: registry.registryName,
    storageAccountId: lake.accountId,
    databricksWorkspaceId: workspace.workspaceId,
    accessConnectorId: workspace.accessConnectorId,
    dataFactoryId: factory.factoryId,
    logAnalyticsId: observability.logAnalyticsId,
    egressIpAddress: network.egressIpAddress,
    ingestionClientId: identities.clientIds.ingestion,
    transformationClientId: identities.clientIds.transformation,
    pipelineClientId: identities.clientIds.pipeline,
  };
}
