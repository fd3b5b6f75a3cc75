// One diagnostic setting a resource that has logs or metrics, all into one workspace. Knows not what the resources are.
import { DiagnosticSetting } from '@pulumi/azure-native/monitor';
import { ComponentResource, interpolate, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { ResourceNames } from '../naming';

export interface DiagnosticSource {
  /** For names: "key-vault". */
  readonly key: string;
  readonly resourceId: Input<string>;
  /** Kinds without log categories refuse the group "allLogs". */
  readonly logs: boolean;
  /** Absent where the kind has none; storage has a name of its own for them. */
  readonly metrics?: 'AllMetrics' | 'Transaction';
}

export interface DiagnosticsArgs {
  readonly names: Pick<ResourceNames, 'diagnosticSetting'>;
  readonly logAnalyticsId: Input<string>;
  readonly sources: readonly DiagnosticSource[];
}

export class Diagnostics extends ComponentResource {
  constructor(name: string, args: DiagnosticsArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:Diagnostics', name, {}, opts);
    for (const { key, resourceId, logs, metrics } of args.sources) {
      new DiagnosticSetting(
        `diagnostics-${key}`,
        {
          name: args.names.diagnosticSetting(key),
          resourceUri: resourceId,
          workspaceId: args.logAnalyticsId,
          logs: logs ? [{ categoryGroup: 'allLogs', enabled: true }] : [],
          metrics: metrics === undefined ? [] : [{ category: metrics, enabled: true }],
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

/** A storage account logs by service; the account itself has metrics alone. */
export const storageSources = (accountId: Input<string>): readonly DiagnosticSource[] => [
  { key: 'storage', resourceId: accountId, logs: false, metrics: 'Transaction' },
  ...['blob', 'queue', 'table', 'file'].map((service) => ({
    key: `storage-${service}`,
    resourceId: interpolate`${accountId}/${service}Services/default`,
    logs: true,
    metrics: 'Transaction' as const,
  })),
];
