// Compiles app/monitoring/alerts.yml to rules and action groups. Pure; makes no resource and knows no address of a channel.
import { z } from 'zod';
import { located } from '../config/located';
import { nearest, quoted } from '../config/problems';
import { schemaFindings, type Finding } from '../config/schema-problems';
import { parseYaml } from '../config/yaml-file';
import type { ActionGroupSpec, AlertChannel, AlertRule, AlertSeverity, AlertsResult } from './alert-types';
import { formatCondition, parseCondition, type Condition } from './condition';
import { signalRule } from './signal-rules';

export type * from './alert-types';

/** Azure's numbers for the words of the file. */
export const severities = { critical: 0, error: 1, warning: 2, info: 3 } as const satisfies Readonly<Record<string, AlertSeverity>>;

/** The channels in their canonical order, so that reordering the file changes no resource. Short names have at most 12 characters. */
const channels: readonly ActionGroupSpec[] = [
  { key: 'email', shortName: 'hx-email', receiver: { kind: 'email' } },
  { key: 'slack', shortName: 'hx-slack', receiver: { kind: 'logicApp', secret: 'slackWebhookUrl' } },
  { key: 'pagerduty', shortName: 'hx-pagerduty', receiver: { kind: 'webhook', secret: 'pagerdutyWebhookUrl' } },
];
const channelNames = channels.map(({ key }) => key);

const fileSchema = z.strictObject({
  alerts: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z][A-Za-z0-9 ()._-]{1,79}$/, 'a name starts with a letter and has 2 to 80 letters, digits, spaces, ( ) . _ and -'),
        condition: z.string(),
        severity: z.enum(Object.keys(severities) as (keyof typeof severities)[]),
        channels: z.array(z.string()).min(1),
      }),
    )
    .min(1)
    .max(100),
});

type AlertEntry = z.infer<typeof fileSchema>['alerts'][number];

/** Compiles the text of an alerts file; `file` is only for messages. All problems come back at once, each with its line. */
export function compileAlerts(text: string, file: string): AlertsResult {
  const source = parseYaml(text, file);
  if ('problems' in source) return source;
  const parsed = fileSchema.safeParse(source.value);
  if (!parsed.success) return { problems: located(source, schemaFindings(fileSchema, parsed.error.issues, source.value)) };
  const compiled = parsed.data.alerts.map((entry, index) => compileEntry(entry, ['alerts', index]));
  const findings = [...compiled.flatMap((result) => ('findings' in result ? result.findings : [])), ...duplicates(parsed.data.alerts)];
  if (findings.length > 0) return { problems: located(source, findings) };
  const rules = compiled.flatMap((result) => ('rule' in result ? [result.rule] : []));
  return { rules, actionGroups: channels.filter(({ key }) => rules.some((rule) => rule.actionGroups.includes(key))) };
}

const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function compileEntry(entry: AlertEntry, path: readonly PropertyKey[]): { readonly rule: AlertRule } | { readonly findings: readonly Finding[] } {
  const parsed = parseCondition(entry.condition);
  const findings = [
    ...('problem' in parsed ? [{ path: [...path, 'condition'], ...parsed.problem }] : []),
    ...channelFindings(entry.channels, [...path, 'channels']),
  ];
  return 'problem' in parsed || findings.length > 0 ? { findings } : { rule: ruleOf(entry, parsed.condition) };
}

const ruleOf = ({ name, severity, channels: wanted }: AlertEntry, condition: Condition): AlertRule => ({
  key: keyOf(name),
  displayName: name,
  description: `Fires when ${formatCondition(condition)}.`,
  severity: severities[severity],
  actionGroups: channelNames.filter((channel) => wanted.includes(channel)),
  ...signalRule(condition),
});

function channelFindings(wanted: readonly string[], path: readonly PropertyKey[]): readonly Finding[] {
  return wanted.flatMap((channel, index): readonly Finding[] => {
    if (wanted.indexOf(channel) !== index) return [{ path: [...path, index], message: `the channel ${quoted(channel)} is named twice` }];
    if (channelNames.includes(channel as AlertChannel)) return [];
    const meant = nearest(channel, channelNames);
    const suggestion = meant === undefined ? `the channels are ${channelNames.join(', ')}` : `did you mean ${meant}?`;
    return [{ path: [...path, index], message: `${quoted(channel)} is not a channel`, suggestion }];
  });
}

/** Two names that differ in case or punctuation alone would become one Azure resource. */
function duplicates(alerts: readonly AlertEntry[]): readonly Finding[] {
  return alerts.flatMap(({ name }, index) => {
    const first = alerts.findIndex((other) => keyOf(other.name) === keyOf(name));
    return first === index
      ? []
      : [
          {
            path: ['alerts', index, 'name'],
            message: `the alert ${quoted(name)} has the name of an earlier one, ${quoted(alerts[first]?.name ?? '')}; case and punctuation do not count`,
          },
        ];
  });
}
