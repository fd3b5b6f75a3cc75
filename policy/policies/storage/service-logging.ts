// Storage logs by service, through a diagnostic setting of accounts/<name>/<service>Services/default: shared by the policies on queue, table and blob.
import { textOf } from '../../compare';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { UnknownValueError, valueAt } from '../../value';
import { diagnosticSettingType, sendsLogs } from '../shared/audit-logs';
import { someKnown } from '../../in-turn';
import { accountType } from './blob-service';

export interface LoggedService {
  readonly service: 'blob' | 'queue' | 'table';
  /** Types of what lies in the service: an account without any does not use it. */
  readonly items: readonly string[];
  readonly categories: readonly string[];
}

export const loggedTypes = [accountType, diagnosticSettingType];
const serviceTypes = {
  blob: 'azure-native:storage:BlobServiceProperties',
  queue: 'azure-native:storage:QueueServiceProperties',
  table: 'azure-native:storage:TableServiceProperties',
} as const;

/** Judges an account that uses the service, and a setting of the service whose account is not in the stack. */
export function judgeLogging(subject: Subject, stack: Stack, wanted: LoggedService): void {
  if (subject.resource.type === diagnosticSettingType) judgeSetting(subject, stack, wanted);
  else if (usesService(subject.resource, stack, wanted)) judgeAccount(subject, stack, wanted);
}

const usesService = (account: Resource, stack: Stack, { items }: LoggedService): boolean => stack.referring(items, 'accountName', account).length > 0;

function judgeAccount(account: Subject, stack: Stack, wanted: LoggedService): void {
  const { resource } = account;
  const services = stack.referring(serviceTypes[wanted.service], 'accountName', resource);
  const settings = [resource, ...services].flatMap((source) => stack.mayRefer(diagnosticSettingType, 'resourceUri', source));
  const missing = wanted.categories.filter(
    (category) => !someKnown(settings, (setting) => sendsLogs(setting, [category]) && isOfService(setting, resource, services, stack, wanted)),
  );
  if (missing.length > 0) account.fail('', `no diagnostic setting logs ${missing.join(', ')} of its ${wanted.service} service`);
}

function isOfService(setting: Resource, account: Resource, services: readonly Resource[], stack: Stack, wanted: LoggedService): boolean {
  const uri = uriOf(setting);
  if (uri !== undefined) return leadsToService(uri, wanted) && stack.refers(setting, 'resourceUri', account);
  // In a first preview the id is unknown: what it was made from says the account, and the service where that is a resource of its own.
  const made = setting.propertyDependencies.resourceUri ?? [];
  if (services.some(({ urn }) => made.includes(urn))) return true;
  // Made from the account alone, it may be of any service: then its name says which.
  if (made.includes(account.urn) && isNamedFor(setting, wanted)) return true;
  if (made.length > 0 && !made.includes(account.urn)) return false;
  throw new UnknownValueError(`resourceUri of ${setting.name}`);
}

/** Undefined where it is not known yet, empty where it is none. */
function uriOf(setting: Resource): string | undefined {
  try {
    return textOf(valueAt(setting.inputs, 'resourceUri')) ?? '';
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}

const leadsToService = (uri: string, { service }: LoggedService): boolean => uri.toLowerCase().split('/').includes(`${service}services`);

/** The name of the storage account that an id leads through. */
const accountIn = (uri: string): string => /\/storageAccounts\/([^/]+)/i.exec(uri)?.[1] ?? '';

const isNamedFor = (setting: Resource, { service }: LoggedService): boolean =>
  setting.name
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => word.startsWith(service));

function judgeSetting(setting: Subject, stack: Stack, wanted: LoggedService): void {
  const { resource } = setting;
  // Not known yet, but made from something of the stack: of an account, with which it is judged, or of no storage at all.
  if ((resource.propertyDependencies.resourceUri ?? []).length > 0 && uriOf(resource) === undefined) return;
  const uri = textOf(setting.read('resourceUri')) ?? '';
  if (!leadsToService(uri, wanted)) return;
  if (missingOf([resource], wanted).length === 0) return;
  if (stack.referred(resource, 'resourceUri', accountType).some((account) => usesService(account, stack, wanted))) return;
  const beside = stack.naming(diagnosticSettingType, 'resourceUri', accountIn(uri)).filter((other) => uriOf(other)?.toLowerCase() === uri.toLowerCase());
  const missing = missingOf(beside, wanted);
  if (missing.length > 0) setting.fail('logs', `does not log ${missing.join(', ')} of the ${wanted.service} service`);
}

const missingOf = (settings: readonly Resource[], { categories }: LoggedService): readonly string[] =>
  categories.filter((category) => !settings.some((one) => sendsLogs(one, [category])));
