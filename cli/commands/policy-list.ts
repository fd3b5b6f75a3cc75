// hx policy list: every policy with its severity, its checkov ids and its level in each environment.
import { command } from '../command';
import { output } from '../common-options';
import { choice } from '../option';
import type { PolicyEntry } from '../policy-admin';
import { jsonLine } from '../render/ndjson';
import { tableLines, type Column } from '../render/table';
import { counted } from '../render/text';

const severities = ['low', 'medium', 'high', 'critical'] as const;
const options = { severity: choice('--severity <level>', 'only policies of this severity', severities), json: output.json, noColor: output.noColor };

export const definition = command({
  description:
    'Every policy of the pack: what holds where it passes, how bad it is where not, which checks of checkov it stands for, and its level in each environment.',
  options,
  examples: [
    { command: 'hx policy list', about: 'a table' },
    { command: 'hx policy list --severity critical', about: 'the worst alone' },
    { command: 'hx policy list --json | jq -r .policies[].id', about: 'ids for a script' },
  ],
  run: async ({ app, io, isJson }, given) => {
    const admin = await (await app()).policies();
    const policies = admin.list().filter(({ severity }) => given.severity === undefined || severity === given.severity);
    if (isJson) io.stdout.print(jsonLine({ version: 1, policies }));
    else
      io.stdout.print(...tableLines(columns(policies), policies, io.stdout.tableWidth(), io.stdout.style), '', counted(policies.length, 'policy', 'policies'));
    return 'ok';
  },
});

const columns = (policies: readonly PolicyEntry[]): readonly Column<PolicyEntry>[] => [
  { title: 'policy', isPriority: true, cell: ({ id }) => id },
  { title: 'severity', isPriority: true, cell: ({ severity }) => severity },
  ...Object.keys(policies[0]?.levels ?? {}).map((environment): Column<PolicyEntry> => ({
    title: environment,
    isPriority: false,
    cell: ({ levels }) => levels[environment] ?? '',
  })),
  { title: 'checkov', isPriority: false, cell: ({ checkov }) => checkov.join(' ') },
  { title: 'title', isPriority: true, cell: ({ title }) => title },
];
