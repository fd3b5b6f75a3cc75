// Action groups: a short name, receivers with unique names whatever their kind, addresses and numbers that can be right.
import { normalizeRegion } from '../../arm/regions';
import type { CheckContext, Kind, Properties } from '../../kind';
import { isGiven, isMissing, isRecord, isTrue, list, text } from '../shared/values';

const receiverKinds = [
  ['emailReceivers', 1000],
  ['smsReceivers', 10],
  ['voiceReceivers', 10],
  ['webhookReceivers', 10],
  ['armRoleReceivers', 10],
  ['azureAppPushReceivers', 10],
  ['automationRunbookReceivers', 10],
  ['azureFunctionReceivers', 10],
  ['eventHubReceivers', 10],
  ['incidentReceivers', 10],
  ['itsmReceivers', 10],
  ['logicAppReceivers', 10],
] as const;
type ReceiverKind = (typeof receiverKinds)[number][0];
const withSchema: readonly string[] = [
  'emailReceivers',
  'webhookReceivers',
  'armRoleReceivers',
  'automationRunbookReceivers',
  'azureFunctionReceivers',
  'eventHubReceivers',
  'logicAppReceivers',
];
const withStatus: readonly string[] = ['emailReceivers', 'smsReceivers'];
const locations = ['global', 'swedencentral', 'germanywestcentral', 'northcentralus', 'southcentralus'];
const itsmRegions = ['centralindia', 'japaneast', 'southeastasia', 'australiasoutheast', 'uksouth', 'westcentralus', 'canadacentral', 'eastus', 'westeurope'];

const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'BadRequest', message);

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const short = text(inputs, 'groupShortName');
  if (short !== undefined && (short.length < 1 || short.length > 12)) refuse(ctx, 'groupShortName', `The short name '${short}' must have 1 to 12 characters.`);
  const location = text(inputs, 'location');
  if (location !== undefined && !locations.includes(normalizeRegion(location))) {
    ctx.refuse(
      'location',
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type 'microsoft.insights/actiongroups'. List of available regions for the resource type is '${locations.join()}'.`,
    );
  }
  const names = new Map<string, string>();
  for (const [kind, most] of receiverKinds) {
    const receivers = list(inputs, kind);
    if (receivers.length > most) refuse(ctx, kind, `An action group can have at most ${most} ${kind}, but ${receivers.length} are given.`);
    receivers.forEach((receiver, index) => {
      const path = `${kind}[${index}]`;
      const name = text(receiver, 'name');
      if (kind !== 'automationRunbookReceivers' && (isMissing(receiver, 'name') || name === ''))
        refuse(ctx, `${path}.name`, 'A receiver of an action group has no name.');
      const holder = name === undefined ? undefined : names.get(name.toLowerCase());
      if (holder !== undefined)
        refuse(
          ctx,
          `${path}.name`,
          `The receiver name '${name}' is used more than once (also in ${holder}). Receiver names must be unique in an action group.`,
        );
      if (name !== undefined) names.set(name.toLowerCase(), kind);
      if (isRecord(receiver)) checkReceiver(ctx, kind, path, receiver);
    });
  }
}

function checkReceiver(ctx: CheckContext, kind: ReceiverKind, path: string, receiver: Properties): void {
  const matches = (key: string, form: RegExp, what: string): void => {
    const value = text(receiver, key);
    if (isMissing(receiver, key)) refuse(ctx, `${path}.${key}`, `The receiver '${text(receiver, 'name')}' has no ${key}.`);
    else if (value !== undefined && !form.test(value))
      refuse(ctx, `${path}.${key}`, `The ${key} '${value}' of receiver '${text(receiver, 'name')}' is not ${what}.`);
  };
  const url = /^https?:\/\/[^\s/]+\S*$/i;
  const resource = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/.+$/i;
  switch (kind) {
    case 'emailReceivers':
    case 'azureAppPushReceivers':
      return matches('emailAddress', /^[^\s@<>()]+@[^\s@.<>()]+(\.[^\s@.<>()]+)+$/, 'a valid e-mail address');
    case 'smsReceivers':
    case 'voiceReceivers':
      matches('countryCode', /^\d{1,4}$/, 'a country code such as 1 or 44');
      return matches('phoneNumber', /^[\d() .-]{4,20}$/, 'a phone number');
    case 'webhookReceivers':
      matches('serviceUri', url, 'a URL');
      if (isTrue(receiver, 'useAadAuth') && isMissing(receiver, 'objectId'))
        refuse(ctx, `${path}.objectId`, `The webhook receiver '${text(receiver, 'name')}' needs objectId when useAadAuth is true.`);
      return;
    case 'armRoleReceivers':
      return matches('roleId', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'the id of a built-in role');
    case 'logicAppReceivers':
      matches('resourceId', resource, 'the id of a logic app');
      return matches('callbackUrl', url, 'a URL');
    case 'azureFunctionReceivers':
      matches('functionAppResourceId', resource, 'the id of a function app');
      return matches('httpTriggerUrl', url, 'a URL');
    case 'automationRunbookReceivers':
      return matches('automationAccountId', resource, 'the id of an automation account');
    case 'eventHubReceivers':
      return matches('subscriptionId', /^[0-9a-f-]{36}$/i, 'a subscription id');
    case 'itsmReceivers':
      return matches('region', new RegExp(`^(${itsmRegions.join('|')})$`, 'i'), `one of ${itsmRegions.join(', ')}`);
    case 'incidentReceivers':
      return;
  }
}

export const actionGroup: Kind = {
  token: 'azure-native:monitor:ActionGroup',
  type: 'Microsoft.Insights/actionGroups',
  apiVersion: '2024-10-01-preview',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/actionGroups/{actionGroupName}',
  name: {
    property: 'actionGroupName',
    pattern: /^(?=.{1,260}$)[^:<>+/&%\\?#*\p{Cc}]*[^:<>+/&%\\?#*\p{Cc} .]$/u,
    code: 'BadRequest',
    message: 'The action group name is invalid: 1 to 260 characters without : < > + / & % \\ ? # *, not ending with a space or a period.',
  },
  location: 'global',
  replaceOn: ['location'],
  defaults: () => ({ enabled: true }),
  check,
  outputs: ({ inputs }) =>
    Object.fromEntries(
      receiverKinds
        .filter(([kind]) => isGiven(inputs, kind))
        .map(([kind]) => [
          kind,
          list(inputs, kind).map((receiver) => ({
            ...(withSchema.includes(kind) ? { useCommonAlertSchema: false } : {}),
            ...(isRecord(receiver) ? receiver : {}),
            ...(withStatus.includes(kind) ? { status: 'Enabled' } : {}),
          })),
        ]),
    ),
};
