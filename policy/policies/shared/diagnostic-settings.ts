// What the diagnostic settings of a stack collect, and from where: shared by the policies that ask for logs.
import { isOn, textOf } from '../../compare';
import type { PolicyEnvironment } from '../../environment';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { Subject } from '../../subject';
import { UnknownValueError, valueAt } from '../../value';
import { diagnosticSettingType } from './audit-logs';

/** Settings that collect from the resource or from something inside it. Throws UnknownValueError where that cannot be told yet. */
export const settingsOf = (target: Resource, stack: Stack): readonly Resource[] => stack.referring(diagnosticSettingType, 'resourceUri', target);

/** Categories and groups of logs, or categories of metrics, that a setting collects, in lower case. */
export function collected(setting: Resource, kind: 'logs' | 'metrics', environment: PolicyEnvironment): readonly string[] {
  const names: string[] = [];
  new Subject(setting, environment, []).each(kind, (item) => {
    if (isOn(item.read('enabled'))) names.push((textOf(item.readAny('categoryGroup', 'category')) ?? '').toLowerCase());
  });
  return names;
}

/** True where the collected names are all of the categories: by name, or as a group that stands for them. */
export const includesLogs = (names: readonly string[], categories: readonly string[], groups: readonly string[] = ['alllogs', 'audit']): boolean =>
  names.some((name) => groups.includes(name)) || (categories.length > 0 && categories.every((category) => names.includes(category.toLowerCase())));

const serviceTypes = {
  blob: 'azure-native:storage:BlobServiceProperties',
  queue: 'azure-native:storage:QueueServiceProperties',
  table: 'azure-native:storage:TableServiceProperties',
  file: 'azure-native:storage:FileServiceProperties',
} as const;
export type StorageService = keyof typeof serviceTypes;
const services = ['blob', 'queue', 'table', 'file'] as const satisfies readonly StorageService[];

export interface ServiceLogs {
  readonly account: Resource;
  readonly service: StorageService;
  readonly categories: readonly string[];
}

/**
 * True where a setting of the stack collects these logs of one service of a storage account. Before the account is there, the service that a
 * setting is for is unknown. Azure takes no second setting that sends the same logs of one service to the same place: four settings for one
 * account and one place are for its four services. Throws UnknownValueError where there are fewer.
 */
export function collectsService(logs: ServiceLogs, stack: Stack, environment: PolicyEnvironment): boolean {
  if (isServiceItself(logs, stack, environment)) return true;
  const undecided: Resource[] = [];
  const places = new Map<string, Set<string>>();
  for (const setting of stack.mayRefer(diagnosticSettingType, 'resourceUri', logs.account)) {
    const service = serviceOf(setting, logs);
    if (service === undefined || !includesLogs(collected(setting, 'logs', environment), logs.categories)) continue;
    if (service === logs.service) return true;
    if (service === 'unknown') undecided.push(setting);
    const place = placeOf(setting);
    places.set(place, (places.get(place) ?? new Set()).add(service === 'unknown' ? setting.urn : service));
  }
  if ([...places.values()].some(({ size }) => size >= services.length)) return true;
  if (undecided.length > 0) throw new UnknownValueError('resourceUri of the diagnostic settings of the account');
  return false;
}

/** True where a setting is made from the service as a resource of its own. */
const isServiceItself = ({ account, service, categories }: ServiceLogs, stack: Stack, environment: PolicyEnvironment): boolean =>
  stack.referring(serviceTypes[service], 'accountName', account).some(({ urn }) =>
    stack
      .naming(diagnosticSettingType, 'resourceUri', urn)
      .filter(({ propertyDependencies }) => propertyDependencies['resourceUri']?.includes(urn))
      .some((setting) => includesLogs(collected(setting, 'logs', environment), categories)),
  );

/** The service of the account that a setting is for; undefined where it is for something else. */
function serviceOf(setting: Resource, { account }: ServiceLogs): StorageService | 'unknown' | undefined {
  try {
    const uri = textOf(valueAt(setting.inputs, 'resourceUri'))?.toLowerCase() ?? '';
    const name = textOf(valueAt(account.inputs, 'accountName'))?.toLowerCase();
    return name === undefined ? undefined : services.find((service) => uri.includes(`/storageaccounts/${name}/${service}services/`));
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    const made = setting.propertyDependencies['resourceUri'] ?? [];
    return made.length === 0 || made.includes(account.urn) ? 'unknown' : undefined;
  }
}

const destinations = ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId', 'marketplacePartnerId'] as const;

/** True where a setting sends to somewhere. */
export const hasDestination = (setting: Resource, stack: Stack): boolean => destinations.some((input) => stack.isSet(setting, input));

function placeOf(setting: Resource): string {
  const place = destinations.map((input) => {
    const value = setting.inputs[input];
    return typeof value === 'string' ? value.toLowerCase() : [...(setting.propertyDependencies[input] ?? [])].toSorted();
  });
  return JSON.stringify(place);
}
