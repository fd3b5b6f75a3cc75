// A Logic App that turns Azure's common alert schema into a Slack message: action groups can't reshape what they send.
import { listWorkflowTriggerCallbackUrl, Workflow } from '@pulumi/azure-native/logic';
import { DiagnosticSetting } from '@pulumi/azure-native/monitor';
import { ComponentResource, all, secret, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { unlessGone } from '../unless-gone';
import type { Place } from './place';

export interface SlackRelayArgs extends Place {
  readonly workflowName: string;
  /** Incoming-webhook URL of the channel; kept secret. */
  readonly webhookUrl: Input<string>;
  readonly diagnosticSettingName: string;
  /** Workspace that keeps the record of its runs. */
  readonly logAnalyticsId: Input<string>;
}

const trigger = 'alert';

export class SlackRelay extends ComponentResource {
  readonly workflowId: Output<string>;
  /** Secret: it carries a SAS signature. */
  readonly callbackUrl: Output<string>;

  constructor(name: string, args: SlackRelayArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:SlackRelay', name, {}, opts);
    const { resourceGroupName, location, workflowName } = args;
    const workflow = new Workflow(
      'slack-relay',
      {
        resourceGroupName,
        location,
        workflowName,
        state: 'Enabled',
        definition,
        parameters: { slackWebhookUrl: { type: 'SecureString', value: secret(args.webhookUrl) } },
      },
      { parent: this, additionalSecretOutputs: ['parameters'] },
    );
    new DiagnosticSetting(
      'diagnostics-slack-relay',
      {
        name: args.diagnosticSettingName,
        resourceUri: workflow.id,
        workspaceId: args.logAnalyticsId,
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
        metrics: [{ category: 'AllMetrics', enabled: true }],
      },
      { parent: this },
    );
    this.workflowId = workflow.id;
    // The id is known only once the workflow is there; asking for the URL of one that isn't would fail the first preview.
    const existing = workflow.id.apply((id) => id.split('/').at(-1) ?? workflowName);
    this.callbackUrl = secret(
      all([resourceGroupName, existing]).apply(([group, one]) =>
        unlessGone(
          listWorkflowTriggerCallbackUrl({ resourceGroupName: group, workflowName: one, triggerName: trigger }, { parent: this }).then(({ value }) => value),
        ),
      ),
    );
    this.registerOutputs({ workflowId: this.workflowId });
  }
}

const essentials = "triggerBody()?['data']?['essentials']";

const definition = {
  $schema: 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#',
  contentVersion: '1.0.0.0',
  parameters: { slackWebhookUrl: { type: 'SecureString' } },
  triggers: { [trigger]: { type: 'Request', kind: 'Http', inputs: { schema: {} } } },
  actions: {
    post: {
      type: 'Http',
      runAfter: {},
      inputs: {
        method: 'POST',
        uri: "@parameters('slackWebhookUrl')",
        headers: { 'Content-Type': 'application/json' },
        body: {
          text: `@{${essentials}?['severity']} @{${essentials}?['alertRule']}: @{${essentials}?['monitorCondition']} — @{${essentials}?['description']}`,
        },
      },
      // The webhook's address must not show in the run history.
      runtimeConfiguration: { secureData: { properties: ['inputs'] } },
    },
  },
  outputs: {},
};
