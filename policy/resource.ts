// A resource as policies see it: its inputs after the provider's check, and what it depends on. Outputs are never judged: they are not there in a preview.
import type { Properties } from './value';

export interface Resource {
  readonly urn: string;
  /** Pulumi type token without its API version: "azure-native:storage:StorageAccount". */
  readonly type: string;
  /** The token as the program wrote it, API version included; absent where the source does not tell. */
  readonly token?: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: Properties;
  /** The resource option `protect`. */
  readonly isProtected: boolean;
  readonly parent?: string;
  /** URNs that each top-level input comes from; known to stack policies alone. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Modules that azure-native has renamed: state written by an older version still has the old name. */
const renamedTypes: Readonly<Record<string, string>> = {
  'azure-native:insights:DiagnosticSetting': 'azure-native:monitor:DiagnosticSetting',
  'azure-native:insights:SubscriptionDiagnosticSetting': 'azure-native:monitor:SubscriptionDiagnosticSetting',
  'azure-native:insights:MetricAlert': 'azure-native:monitor:MetricAlert',
  'azure-native:insights:ActivityLogAlert': 'azure-native:monitor:ActivityLogAlert',
  'azure-native:insights:ScheduledQueryRule': 'azure-native:monitor:ScheduledQueryRule',
  'azure-native:insights:ActionGroup': 'azure-native:monitor:ActionGroup',
  'azure-native:insights:Component': 'azure-native:applicationinsights:Component',
  'azure-native:network:PrivateZone': 'azure-native:privatedns:PrivateZone',
  'azure-native:network:VirtualNetworkLink': 'azure-native:privatedns:VirtualNetworkLink',
};

/** The token without version segment and under its current name: "azure-native:storage/v20230101:StorageAccount" is a storage account too. */
export function currentType(token: string): string {
  const type = token.replace(/^azure-(?:native|nextgen)(?:_[a-z0-9_]+)?:([a-z0-9]+)(?:\/[a-z0-9]+)?:/i, 'azure-native:$1:');
  return renamedTypes[type] ?? type;
}

/** Logical name at the end of a URN; it may hold colons itself. */
export const nameOfUrn = (urn: string): string => urn.split('::').slice(3).join('::');
/** Project of a URN. */
export const projectOfUrn = (urn: string): string => urn.split('::')[1] ?? '';
/** Stack name of a URN. */
export const stackOfUrn = (urn: string): string => urn.split('::')[0]?.replace(/^urn:pulumi:/, '') ?? '';
