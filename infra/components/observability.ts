// Where logs and traces go: one Log Analytics workspace and the Application Insights component on it. Sends nothing itself.
import { Component } from '@pulumi/azure-native/applicationinsights';
import { Workspace } from '@pulumi/azure-native/operationalinsights';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { Place } from './place';

export interface ObservabilityArgs extends Place {
  readonly logAnalyticsName: string;
  readonly appInsightsName: string;
  /** Days, 30 to 730. */
  readonly retentionDays: number;
  /** Gigabytes a day after which ingestion stops until the next day; absent means no cap. */
  readonly dailyCapGb?: number;
}

export class Observability extends ComponentResource {
  readonly logAnalyticsId: Output<string>;
  readonly appInsightsId: Output<string>;

  constructor(name: string, args: ObservabilityArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:Observability', name, {}, opts);
    const place = { resourceGroupName: args.resourceGroupName, location: args.location };
    const workspace = new Workspace(
      'log-analytics',
      {
        ...place,
        workspaceName: args.logAnalyticsName,
        sku: { name: 'PerGB2018' },
        retentionInDays: args.retentionDays,
        features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
        ...(args.dailyCapGb === undefined ? {} : { workspaceCapping: { dailyQuotaGb: args.dailyCapGb } }),
      },
      { parent: this },
    );
    const component = new Component(
      'app-insights',
      {
        ...place,
        resourceName: args.appInsightsName,
        kind: 'web',
        applicationType: 'web',
        ingestionMode: 'LogAnalytics',
        workspaceResourceId: workspace.id,
        // Writers prove who they are (Monitoring Metrics Publisher); the key alone opens nothing.
        disableLocalAuth: true,
      },
      { parent: this, additionalSecretOutputs: ['connectionString', 'instrumentationKey'] },
    );
    this.logAnalyticsId = workspace.id;
    this.appInsightsId = component.id;
    this.registerOutputs({ logAnalyticsId: this.logAnalyticsId, appInsightsId: this.appInsightsId });
  }
}
