// Action groups and alert rules from the compiled alerts.yml. Compiles nothing and knows no channel's address.
import { ActionGroup, MetricAlert, ScheduledQueryRule } from '@pulumi/azure-native/monitor';
import { ComponentResource, secret, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import type { ActionGroupSpec, AlertChannel, AlertRule, CompiledAlerts, MetricAlert as MetricRule, ScheduledQueryAlert } from '../monitoring/alert-types';
import type { ResourceNames } from '../naming';
import type { Place } from './place';
import { SlackRelay } from './slack-relay';

/** Where the channels lead. A channel without an address gets an empty action group: its rules stay, its messages don't. */
export interface ChannelAddresses {
  readonly email: readonly string[];
  /** Incoming webhook of the Slack channel; secret. */
  readonly slackWebhookUrl?: Input<string>;
  /** https://events.pagerduty.com/integration/<key>/enqueue; secret. */
  readonly pagerdutyWebhookUrl?: Input<string>;
}

export interface AlertsArgs extends Place {
  readonly names: Pick<ResourceNames, 'actionGroup' | 'alertRule' | 'logicApp' | 'diagnosticSetting'>;
  readonly compiled: CompiledAlerts;
  readonly addresses: ChannelAddresses;
  readonly appInsightsId: Input<string>;
  /** Workspace that keeps the logs of what carries the messages. */
  readonly logAnalyticsId: Input<string>;
  /** ARM id of the group in which Databricks keeps the clusters' machines. */
  readonly databricksManagedGroupId: Input<string>;
}

export class Alerts extends ComponentResource {
  readonly actionGroupIds: Readonly<Partial<Record<AlertChannel, Output<string>>>>;

  constructor(name: string, args: AlertsArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:Alerts', name, {}, opts);
    const ids: Partial<Record<AlertChannel, Output<string>>> = {};
    for (const spec of args.compiled.actionGroups) ids[spec.key] = this.actionGroup(spec, args).id;
    this.actionGroupIds = ids;
    for (const rule of args.compiled.rules) this.rule(rule, args);
    this.registerOutputs({ actionGroupIds: ids });
  }

  private actionGroup(spec: ActionGroupSpec, args: AlertsArgs): ActionGroup {
    return new ActionGroup(
      `action-group-${spec.key}`,
      {
        resourceGroupName: args.resourceGroupName,
        location: 'global',
        actionGroupName: args.names.actionGroup(spec.key),
        groupShortName: spec.shortName,
        enabled: true,
        ...this.receivers(spec, args),
      },
      { parent: this },
    );
  }

  private receivers({ key, receiver }: ActionGroupSpec, { addresses, names, resourceGroupName, location, logAnalyticsId }: AlertsArgs) {
    switch (receiver.kind) {
      case 'email':
        return { emailReceivers: addresses.email.map((emailAddress, index) => ({ name: `${key}-${index + 1}`, emailAddress, useCommonAlertSchema: true })) };
      case 'logicApp': {
        if (addresses.slackWebhookUrl === undefined) return {};
        const relay = new SlackRelay(
          'slack',
          {
            resourceGroupName,
            location,
            workflowName: names.logicApp(key),
            webhookUrl: addresses.slackWebhookUrl,
            diagnosticSettingName: names.diagnosticSetting('slack-relay'),
            logAnalyticsId,
          },
          { parent: this },
        );
        return { logicAppReceivers: [{ name: key, resourceId: relay.workflowId, callbackUrl: relay.callbackUrl, useCommonAlertSchema: true }] };
      }
      case 'webhook':
        if (addresses.pagerdutyWebhookUrl === undefined) return {};
        return { webhookReceivers: [{ name: key, serviceUri: secret(addresses.pagerdutyWebhookUrl), useCommonAlertSchema: true }] };
    }
  }

  private rule(rule: AlertRule, args: AlertsArgs): void {
    switch (rule.kind) {
      case 'scheduledQuery':
        this.queryRule(rule, args);
        return;
      case 'metric':
        this.metricRule(rule, args);
        return;
    }
  }

  private queryRule(rule: ScheduledQueryAlert, args: AlertsArgs): void {
    new ScheduledQueryRule(
      `alert-${rule.key}`,
      {
        ...this.common(rule, args),
        location: args.location,
        kind: 'LogAlert',
        displayName: rule.displayName,
        scopes: [args.appInsightsId],
        // A new component has no tables yet; Azure would refuse a query over them.
        skipQueryValidation: true,
        criteria: {
          allOf: [
            {
              query: rule.query,
              timeAggregation: rule.timeAggregation,
              ...(rule.metricMeasureColumn === undefined ? {} : { metricMeasureColumn: rule.metricMeasureColumn }),
              operator: rule.operator,
              threshold: rule.threshold,
              failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
            },
          ],
        },
        actions: { actionGroups: this.groupsOf(rule) },
      },
      { parent: this },
    );
  }

  private metricRule(rule: MetricRule, args: AlertsArgs): void {
    new MetricAlert(
      `alert-${rule.key}`,
      {
        ...this.common(rule, args),
        location: 'global',
        scopes: [args.databricksManagedGroupId],
        targetResourceType: rule.targetResourceType,
        targetResourceRegion: args.location,
        criteria: {
          odataType: 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria',
          allOf: [
            {
              criterionType: 'StaticThresholdCriterion',
              name: rule.key,
              metricNamespace: rule.metricNamespace,
              metricName: rule.metricName,
              timeAggregation: rule.timeAggregation,
              operator: rule.operator,
              threshold: rule.threshold,
            },
          ],
        },
        actions: this.groupsOf(rule).map((actionGroupId) => ({ actionGroupId })),
      },
      { parent: this },
    );
  }

  private common(rule: AlertRule, args: AlertsArgs) {
    const { description, severity, evaluationFrequency, windowSize, autoMitigate } = rule;
    const { resourceGroupName } = args;
    return { resourceGroupName, ruleName: args.names.alertRule(rule.key), description, severity, evaluationFrequency, windowSize, autoMitigate, enabled: true };
  }

  private groupsOf(rule: AlertRule): Output<string>[] {
    return Object.entries(this.actionGroupIds).flatMap(([channel, id]) => (rule.actionGroups.includes(channel) ? [id] : []));
  }
}
