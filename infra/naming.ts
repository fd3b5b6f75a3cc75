// Every physical name of the platform, and the rules Azure has for them. Pure; decides no resource's properties.
import { azureRegions } from './config/azure-regions';
import type { RegionSettings } from './config/environment';

/** What a name depends on. Nothing else may enter one: a name that moves means a resource that is replaced. */
export interface NameSource extends Pick<RegionSettings, 'project' | 'environment' | 'region'> {
  readonly azure: Pick<RegionSettings['azure'], 'subscriptionId'>;
}

export interface NameRule {
  /** What the name is called in messages. */
  readonly label: string;
  /** Where it must be unique. */
  readonly scope: 'global' | 'subscription' | 'resource group' | 'parent';
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly characters: string;
  /** Readable opening of the name. */
  readonly prefix: string;
}

const rule = (label: string, prefix: string, scope: NameRule['scope'], min: number, max: number, pattern: RegExp, characters: string): NameRule => ({
  label,
  prefix,
  scope,
  min,
  max,
  pattern,
  characters,
});

const network = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
const networkWords = 'letters, digits, _ . and -, starts with a letter or digit, ends with one or _';
const hyphenated = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const hyphenatedWords = 'letters, digits and -, starts and ends with a letter or digit';
const single = /^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/;
const singleWords = 'letters, digits and single hyphens, starts and ends with a letter or digit';
const wide = /^[A-Za-z0-9_().-]*[A-Za-z0-9_()-]$/;
const wideWords = 'letters, digits, _ ( ) . and -, no full stop at the end';
const plain = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const plainWords = 'letters, digits, _ and -';

/** Azure's rules, one row a kind (Microsoft's resource-name-rules page and the validators of the azurerm provider). */
export const nameRules = {
  resourceGroup: rule('resource group', 'rg', 'subscription', 1, 90, wide, wideWords),
  virtualNetwork: rule('virtual network', 'vnet', 'resource group', 2, 64, network, networkWords),
  subnet: rule('subnet', 'snet', 'parent', 1, 80, network, networkWords),
  networkSecurityGroup: rule('network security group', 'nsg', 'resource group', 1, 80, network, networkWords),
  natGateway: rule('NAT gateway', 'ng', 'resource group', 1, 80, network, networkWords),
  publicIp: rule('public IP address', 'pip', 'resource group', 1, 80, network, networkWords),
  privateEndpoint: rule('private endpoint', 'pep', 'resource group', 2, 64, network, networkWords),
  dnsZoneLink: rule('private DNS zone link', 'dnslink', 'parent', 1, 80, network, networkWords),
  storageAccount: rule('storage account', 'st', 'global', 3, 24, /^[a-z0-9]+$/, 'lower case letters and digits'),
  keyVault: rule('key vault', 'kv', 'global', 3, 24, /^[A-Za-z](?:-?[A-Za-z0-9])*$/, 'letters, digits and single hyphens, starts with a letter'),
  containerRegistry: rule('container registry', 'cr', 'global', 5, 50, /^[A-Za-z0-9]+$/, 'letters and digits'),
  dataFactory: rule('data factory', 'adf', 'global', 3, 63, single, singleWords),
  databricksWorkspace: rule('Databricks workspace', 'dbw', 'resource group', 3, 64, plain, plainWords),
  accessConnector: rule('Databricks access connector', 'dbac', 'resource group', 1, 64, plain, plainWords),
  logAnalytics: rule('Log Analytics workspace', 'log', 'resource group', 4, 63, hyphenated, hyphenatedWords),
  appInsights: rule('Application Insights', 'appi', 'resource group', 1, 255, wide, wideWords),
  identity: rule('user-assigned identity', 'id', 'resource group', 3, 128, plain, plainWords),
  actionGroup: rule('action group', 'ag', 'resource group', 1, 260, plain, plainWords),
  alertRule: rule('alert rule', 'alert', 'resource group', 1, 260, plain, plainWords),
  logicApp: rule('Logic App', 'logic', 'resource group', 1, 80, wide, wideWords),
  budget: rule('budget', 'budget', 'parent', 1, 63, plain, plainWords),
  lock: rule('management lock', 'lock', 'parent', 1, 90, plain, plainWords),
  diagnosticSetting: rule('diagnostic setting', 'diag', 'parent', 1, 260, plain, plainWords),
} as const satisfies Readonly<Record<string, NameRule>>;

export type NamedKind = keyof typeof nameRules;

/** The names of one target. Methods take a purpose ("blob", "pipelines") in lower case letters, digits and hyphens. */
export interface ResourceNames {
  readonly resourceGroup: string;
  /** Databricks makes and owns this group; it must differ from the main one and serve one workspace only. */
  readonly databricksManagedGroup: string;
  readonly virtualNetwork: string;
  readonly subnets: { readonly databricksPublic: string; readonly databricksPrivate: string; readonly privateEndpoints: string };
  readonly networkSecurityGroups: { readonly databricks: string; readonly privateEndpoints: string };
  readonly natGateway: string;
  readonly natPublicIp: string;
  readonly storageAccount: string;
  readonly keyVault: string;
  readonly containerRegistry: string;
  readonly dataFactory: string;
  readonly databricksWorkspace: string;
  readonly accessConnector: string;
  readonly logAnalytics: string;
  readonly appInsights: string;
  readonly budget: string;
  identity(purpose: string): string;
  privateEndpoint(purpose: string): string;
  dnsZoneLink(purpose: string): string;
  actionGroup(purpose: string): string;
  alertRule(purpose: string): string;
  logicApp(purpose: string): string;
  lock(purpose: string): string;
  diagnosticSetting(purpose: string): string;
}

/** Up to four characters for a region: the table's code, or for a name that is not in it its first letter and three of its hash. */
export function regionCode(region: string): string {
  const known = Object.hasOwn(azureRegions, region) ? azureRegions[region] : undefined;
  return known ?? `${region.charAt(0)}${hash(region, 3)}`;
}

/** What every name of a target inside the lakehouse begins with: targets of one region share a metastore. */
export const lakehousePrefix = (environment: string, region: string): string => `insurance-${environment}-${regionCode(region)}`;

/** FNV-1a with a final mix, in base 36: stable for ever, because the names of what exists depend on it. */
function hash(text: string, length: number): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  value = BigInt.asUintN(64, (value ^ (value >> 33n)) * 0xff51afd7ed558ccdn);
  value ^= value >> 33n;
  return value.toString(36).padStart(13, '0').slice(-length);
}

const hashLength = 4;
const shortestProject = 3;
const longestCode = 4;
const compact = (name: string): string => name.replaceAll('-', '');

/** As many whole words of the project as fit, else its first letters; at least three, so that a long environment is refused, not unreadable. */
function shortProject(project: string, room: number): string {
  const words = project.split('-').filter((word) => word !== '');
  let text = '';
  for (const word of words) {
    if (text.length + word.length > room) break;
    text += word;
  }
  return text === '' ? compact(project).slice(0, Math.max(room, shortestProject)) : text;
}

/**
 * The part that storage account, vault and registry share: project, environment, region code and a hash of all that identifies the target.
 * The room for the project does not depend on the region, so that all regions of an environment read alike.
 */
function globalBody(source: NameSource): string {
  const environment = compact(source.environment);
  const room = nameRules.storageAccount.max - nameRules.storageAccount.prefix.length - environment.length - longestCode - hashLength;
  return `${shortProject(source.project, room)}${environment}${regionCode(source.region)}${identityHash(source)}`;
}

const identityHash = ({ azure, project, environment, region }: NameSource): string =>
  hash([azure.subscriptionId.toLowerCase(), project, environment, region].join('/'), hashLength);

/** All names of one target. Total: a name may break Azure's rules, which checkNames tells. */
export function resourceNames(source: NameSource): ResourceNames {
  const words = `${source.project}-${source.environment}-${regionCode(source.region)}`;
  const name = (kind: NamedKind, purpose = ''): string => [nameRules[kind].prefix, words, purpose].filter((part) => part !== '').join('-');
  const named =
    (kind: NamedKind) =>
    (purpose: string): string =>
      name(kind, purpose);
  const global = (kind: NamedKind): string => `${nameRules[kind].prefix}${globalBody(source)}`;
  return {
    resourceGroup: name('resourceGroup'),
    databricksManagedGroup: name('resourceGroup', 'databricks-managed'),
    virtualNetwork: name('virtualNetwork'),
    subnets: { databricksPublic: 'snet-databricks-public', databricksPrivate: 'snet-databricks-private', privateEndpoints: 'snet-private-endpoints' },
    networkSecurityGroups: { databricks: name('networkSecurityGroup', 'databricks'), privateEndpoints: name('networkSecurityGroup', 'private-endpoints') },
    natGateway: name('natGateway'),
    natPublicIp: name('publicIp', 'nat'),
    storageAccount: global('storageAccount'),
    keyVault: global('keyVault'),
    containerRegistry: global('containerRegistry'),
    dataFactory: `${name('dataFactory')}-${identityHash(source)}`,
    databricksWorkspace: name('databricksWorkspace'),
    accessConnector: name('accessConnector'),
    logAnalytics: name('logAnalytics'),
    appInsights: name('appInsights'),
    budget: name('budget'),
    identity: named('identity'),
    privateEndpoint: named('privateEndpoint'),
    dnsZoneLink: named('dnsZoneLink'),
    actionGroup: named('actionGroup'),
    alertRule: named('alertRule'),
    logicApp: named('logicApp'),
    lock: named('lock'),
    diagnosticSetting: named('diagnosticSetting'),
  };
}

export interface NamedResource {
  readonly kind: NamedKind;
  readonly name: string;
}

/** The longest purpose that a program may give to a name; checkNames reserves this much. */
export const longestPurpose = 'browser-authentication';

/** Every name with its kind; those with a purpose appear once, with the longest one. */
export function listNames(names: ResourceNames): readonly NamedResource[] {
  const purposeful = ['identity', 'privateEndpoint', 'dnsZoneLink', 'actionGroup', 'alertRule', 'logicApp', 'lock', 'diagnosticSetting'] as const;
  const own = [
    'resourceGroup',
    'virtualNetwork',
    'natGateway',
    'storageAccount',
    'keyVault',
    'containerRegistry',
    'dataFactory',
    'databricksWorkspace',
    'accessConnector',
    'logAnalytics',
    'appInsights',
    'budget',
  ] as const;
  return [
    ...own.map((kind) => ({ kind, name: names[kind] })),
    { kind: 'resourceGroup', name: names.databricksManagedGroup },
    { kind: 'publicIp', name: names.natPublicIp },
    ...Object.values(names.subnets).map((name): NamedResource => ({ kind: 'subnet', name })),
    ...Object.values(names.networkSecurityGroups).map((name): NamedResource => ({ kind: 'networkSecurityGroup', name })),
    ...purposeful.map((kind) => ({ kind, name: names[kind](longestPurpose) })),
  ];
}

export interface NameProblem extends NamedResource {
  /** One sentence with the resource, the name, its length and the limit. */
  readonly message: string;
}

/** The names that break Azure's rules for their kind. */
export function checkNames(names: ResourceNames): readonly NameProblem[] {
  return listNames(names).flatMap((resource) => checkName(resource) ?? []);
}

/** What is wrong with one name, or nothing. */
export function checkName({ kind, name }: NamedResource): NameProblem | undefined {
  const { label, min, max, pattern, characters } = nameRules[kind];
  if (name.length > max) return { kind, name, message: `the ${label} name ${name} has ${name.length} characters; Azure allows at most ${max}` };
  if (name.length < min) return { kind, name, message: `the ${label} name ${name} has ${name.length} characters; Azure wants at least ${min}` };
  if (!pattern.test(name)) return { kind, name, message: `the ${label} name ${name} is not allowed: ${characters}` };
  return undefined;
}
