// The services of the platform and their wiring: which component gets what from which. Guards them not: platform-guards.ts.
import { Config, type ComponentResourceOptions } from '@pulumi/pulumi';
import { Identities } from '../components/access';
import { ContainerRegistry } from '../components/container-registry';
import { DataFactory } from '../components/data-factory';
import { DataLake } from '../components/data-lake';
import { DatabricksWorkspace } from '../components/databricks-workspace';
import { KeyVault } from '../components/key-vault';
import { Network } from '../components/network';
import { Observability } from '../components/observability';
import { hasPublicEndpoint, type Place } from '../components/place';
import type { RegionSettings } from '../config/environment';
import { classifyRanges } from '../config/ip-ranges';
import { lakehousePrefix, type ResourceNames } from '../naming';

export interface PlatformContext {
  readonly settings: RegionSettings;
  readonly names: ResourceNames;
  readonly place: Place;
}

/** Gigabytes a day that an unprotected environment may log: a loop in a notebook must not cost more than the platform. */
const dailyCapGb = 5;

export interface PlatformServices {
  readonly network: Network;
  readonly observability: Observability;
  readonly lake: DataLake;
  readonly vault: KeyVault;
  readonly registry: ContainerRegistry;
  readonly workspace: DatabricksWorkspace;
  readonly factory: DataFactory;
  readonly identities: Identities;
}

/** Each takes what it needs from those before it; the order is that of their dependencies. */
export function platformServices(context: PlatformContext, opts: ComponentResourceOptions): PlatformServices {
  const { settings, names, place } = context;
  const ranges = classifyRanges(settings.network.allowedRanges);
  const isPublic = hasPublicEndpoint(ranges);
  const network = new Network(
    'network',
    { ...place, names, addressSpace: settings.addressSpace, privateRanges: ranges.privateRanges, isWorkspacePublic: isPublic },
    opts,
  );
  const observability = new Observability(
    'observability',
    {
      ...place,
      logAnalyticsName: names.logAnalytics,
      appInsightsName: names.appInsights,
      retentionDays: settings.retention.logDays,
      ...(settings.protected ? {} : { dailyCapGb }),
    },
    opts,
  );
  const identities = new Identities('identities', { ...place, names }, opts);
  const registry = new ContainerRegistry('container-registry', { ...place, registryName: names.containerRegistry, sku: settings.registry.sku, ranges }, opts);
  return { network, observability, identities, registry, ...storesOf(context, network, opts), ...databricksOf(context, network, identities, opts) };
}

function storesOf({ settings, names, place }: PlatformContext, network: Network, opts: ComponentResourceOptions) {
  const { retention } = settings;
  const ranges = classifyRanges(settings.network.allowedRanges);
  const subnetIds = [network.databricksPublicSubnetId, network.databricksPrivateSubnetId];
  const lake = new DataLake(
    'data-lake',
    {
      ...place,
      accountName: names.storageAccount,
      ranges,
      subnetIds,
      isGeoRedundant: settings.protected,
      softDeleteDays: retention.blobDays,
      bronzeToCoolDays: retention.bronzeToCoolDays,
      bronzeDeleteDays: retention.bronzeDeleteDays,
    },
    opts,
  );
  const recover = settings.recoverKeyVault ?? new Config('hx').getBoolean('recoverKeyVault') ?? false;
  const vault = new KeyVault(
    'key-vault',
    { ...place, vaultName: names.keyVault, tenantId: settings.azure.tenantId, ranges, subnetIds, ...settings.keyVault, recover },
    opts,
  );
  return { lake, vault };
}

function databricksOf({ settings, names, place }: PlatformContext, network: Network, identities: Identities, opts: ComponentResourceOptions) {
  const isPublic = hasPublicEndpoint(classifyRanges(settings.network.allowedRanges));
  const workspace = new DatabricksWorkspace(
    'databricks-workspace',
    { ...place, names, subscriptionId: settings.azure.subscriptionId, network, isPublic },
    opts,
  );
  const factory = new DataFactory(
    'data-factory',
    {
      ...place,
      factoryName: names.dataFactory,
      environment: settings.environment,
      workspaceUrl: workspace.workspaceUrl,
      workspaceId: workspace.workspaceId,
      identityId: identities.ids.pipeline,
      isPublic,
      lakehousePrefix: lakehousePrefix(settings.environment, settings.region),
      cluster: settings.databricks,
    },
    opts,
  );
  return { workspace, factory };
}
