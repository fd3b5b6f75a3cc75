// What the cloud computes for a storage account: endpoints by kind and sku, regions, defaults, and what an omitted property keeps.
import { normalizeRegion } from '../../arm/regions';
import type { OutputContext, Properties, Value } from '../../kind';
import { identityOutputs } from '../shared/identity';
import { at, compact, isRecord, isTrue, list, record, text } from '../shared/values';
import { isPremium } from './refusals';

const pairs: readonly (readonly [string, string])[] = [
  ...([
    ['eastus', 'westus'],
    ['eastus2', 'centralus'],
    ['westus2', 'westcentralus'],
    ['northcentralus', 'southcentralus'],
    ['northeurope', 'westeurope'],
  ] as const),
  ...([
    ['uksouth', 'ukwest'],
    ['francecentral', 'francesouth'],
    ['germanywestcentral', 'germanynorth'],
    ['norwayeast', 'norwaywest'],
  ] as const),
  ...([
    ['switzerlandnorth', 'switzerlandwest'],
    ['canadacentral', 'canadaeast'],
    ['japaneast', 'japanwest'],
    ['koreacentral', 'koreasouth'],
  ] as const),
  ...([
    ['eastasia', 'southeastasia'],
    ['australiaeast', 'australiasoutheast'],
    ['centralindia', 'southindia'],
    ['southafricanorth', 'southafricawest'],
  ] as const),
  ...([
    ['uaenorth', 'uaecentral'],
    ['swedencentral', 'swedensouth'],
    ['westus3', 'eastus'],
    ['brazilsouth', 'southcentralus'],
  ] as const),
];

const webZones: Readonly<Record<string, string>> = {
  ...{ eastus: 'z13', eastus2: 'z20', westus: 'z22', westus2: 'z5', westus3: 'z1', centralus: 'z19', northcentralus: 'z14', southcentralus: 'z21' },
  ...{ northeurope: 'z16', westeurope: 'z6', uksouth: 'z33', francecentral: 'z28' },
};

const pairedRegion = (region: string): string | undefined =>
  pairs.find(([first]) => first === region)?.[1] ?? pairs.find(([, second]) => second === region)?.[0];

/** Services with an endpoint; premium accounts have those of their one purpose. */
function servicesOf(inputs: Properties): readonly string[] {
  switch (text(inputs, 'kind')) {
    case 'BlockBlobStorage':
      return ['blob', 'dfs', 'web'];
    case 'FileStorage':
      return ['file'];
    case 'BlobStorage':
      return ['blob', 'dfs'];
    case 'Storage':
      return isPremium(inputs) ? ['blob'] : ['blob', 'file', 'queue', 'table'];
    default:
      return isPremium(inputs) ? ['blob'] : ['blob', 'dfs', 'file', 'queue', 'table', 'web'];
  }
}

function endpoints(ctx: OutputContext, host: string, services: readonly string[]): Properties {
  const zone = webZones[normalizeRegion(text(ctx.inputs, 'location') ?? '')] ?? `z${Number(ctx.digits('web zone', 1)) + 30}`;
  return Object.fromEntries(services.map((service) => [service, `https://${host}.${service === 'web' ? `${zone}.web` : service}.core.windows.net/`]));
}

/** Endpoints of one route each, where the account publishes them; queues and tables have none on the internet's. */
function routedEndpoints(ctx: OutputContext, name: string, services: readonly string[]): Properties {
  const onInternet = services.filter((service) => service !== 'queue' && service !== 'table');
  return compact({
    internetEndpoints: isTrue(ctx.inputs, 'routingPreference.publishInternetEndpoints') ? endpoints(ctx, `${name}-internetrouting`, onInternet) : undefined,
    microsoftEndpoints: isTrue(ctx.inputs, 'routingPreference.publishMicrosoftEndpoints') ? endpoints(ctx, `${name}-microsoftrouting`, services) : undefined,
  });
}

/** Properties that the service keeps when a PUT leaves them out, and their values on a new account. */
const kept: Readonly<Record<string, (inputs: Properties) => Value | undefined>> = {
  accessTier: (inputs) => tierOf(inputs),
  allowBlobPublicAccess: () => false,
  allowCrossTenantReplication: () => false,
  allowSharedKeyAccess: () => undefined,
  allowedCopyScope: () => undefined,
  defaultToOAuthAuthentication: () => undefined,
  enableHttpsTrafficOnly: () => true,
  isHnsEnabled: () => undefined,
  isLocalUserEnabled: () => undefined,
  isSftpEnabled: () => undefined,
  largeFileSharesState: (inputs) => (text(inputs, 'kind') === 'FileStorage' ? 'Enabled' : undefined),
  minimumTlsVersion: () => 'TLS1_0',
  publicNetworkAccess: () => undefined,
};

function tierOf(inputs: Properties): string | undefined {
  const kind = text(inputs, 'kind');
  if (kind === 'BlockBlobStorage') return 'Premium';
  return (kind === 'StorageV2' && !isPremium(inputs)) || kind === 'BlobStorage' ? 'Hot' : undefined;
}

function keptOutputs(ctx: OutputContext): Properties {
  return compact(
    Object.fromEntries(Object.entries(kept).map(([key, fresh]) => [key, at(ctx.inputs, key) ?? at(ctx.before?.outputs, key) ?? fresh(ctx.inputs)])),
  );
}

/** Unlike other properties, rules that are left out are reset. */
function networkOutputs(inputs: Properties): Properties {
  const given = record(inputs, 'networkRuleSet');
  const subnets = list(given, 'virtualNetworkRules')
    .filter(isRecord)
    .map((rule) => ({ action: 'Allow', state: 'Succeeded', ...rule }));
  const addresses = list(given, 'ipRules')
    .filter(isRecord)
    .map((rule) => ({ action: 'Allow', ...rule }));
  return { bypass: 'AzureServices', defaultAction: 'Allow', ...given, ipRules: addresses, virtualNetworkRules: subnets };
}

function encryptionOutputs(ctx: OutputContext): Properties {
  const created: Value = ctx.before?.outputs['creationTime'] ?? ctx.now;
  const service: Properties = { enabled: true, keyType: 'Account', lastEnabledTime: created };
  const extra = ['queue', 'table'].filter((name) => isRecord(at(ctx.inputs, `encryption.services.${name}`)));
  const services = Object.fromEntries(
    extra.map((name) => [name, { enabled: true, keyType: 'Service', lastEnabledTime: created, ...record(ctx.inputs, `encryption.services.${name}`) }]),
  );
  return { keySource: 'Microsoft.Storage', ...record(ctx.inputs, 'encryption'), services: { blob: service, file: service, ...services } };
}

export function accountOutputs(ctx: OutputContext): Properties {
  const { inputs, before, now } = ctx;
  const [name, sku] = [text(inputs, 'accountName') ?? '', text(inputs, 'sku.name') ?? 'Standard_LRS'];
  const region = normalizeRegion(text(inputs, 'location') ?? '');
  const second = /GRS|GZRS/.test(sku) ? pairedRegion(region) : undefined;
  const services = servicesOf(inputs);
  const created = before?.outputs['creationTime'] ?? now;
  return compact({
    ...keptOutputs(ctx),
    ...identityOutputs(ctx),
    creationTime: created,
    encryption: encryptionOutputs(ctx),
    keyCreationTime: before?.outputs['keyCreationTime'] ?? { key1: now, key2: now },
    networkRuleSet: networkOutputs(inputs),
    primaryEndpoints: { ...endpoints(ctx, name, services), ...routedEndpoints(ctx, name, services) },
    primaryLocation: region,
    privateEndpointConnections: [],
    secondaryEndpoints: /^\w+_RAG/.test(sku)
      ? endpoints(
          ctx,
          `${name}-secondary`,
          services.filter((service) => service !== 'file'),
        )
      : null,
    secondaryLocation: second ?? null,
    sku: { name: sku, tier: sku.startsWith('Premium') ? 'Premium' : 'Standard' },
    statusOfPrimary: 'available',
    statusOfSecondary: second === undefined ? null : 'available',
  });
}
