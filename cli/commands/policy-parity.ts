// hx policy parity: checkov's checks against the policies and their tests, from the code itself.
import { command } from '../command';
import { output } from '../common-options';
import type { ParityEntry } from '../policy-admin';
import { jsonLine } from '../render/ndjson';
import { tableLines, type Column } from '../render/table';

const options = { json: output.json, noColor: output.noColor };

export const definition = command({
  description:
    'For every check of checkov’s Azure catalogue: the policy that stands for it, how many cases it is tried by, and where it differs on purpose or is left out, why.',
  options,
  examples: [
    { command: 'hx policy parity', about: 'the table' },
    { command: "hx policy parity --json | jq '.checks[] | select(.policy == null)'", about: 'what is left out' },
  ],
  run: async ({ app, io, isJson }) => {
    const checks = await (await (await app()).policies()).parity();
    const ported = checks.filter(({ policy }) => policy !== undefined).length;
    if (isJson) io.stdout.print(jsonLine({ version: 1, ported, total: checks.length, checks }));
    else io.stdout.print(...tableLines(columns, checks, io.stdout.tableWidth(), io.stdout.style), '', `${ported} of ${checks.length} checks are policies`);
    return 'ok';
  },
});

const columns: readonly Column<ParityEntry>[] = [
  { title: 'checkov', isPriority: true, cell: ({ checkov }) => checkov },
  { title: 'policy', isPriority: true, cell: ({ policy }) => policy ?? '-' },
  { title: 'cases', isPriority: true, cell: ({ cases }) => (cases === 0 ? '-' : String(cases)) },
  { title: 'tests', isPriority: false, cell: ({ table }) => table ?? '-' },
  { title: 'difference, or why not', isPriority: false, cell: ({ reason }) => reason ?? '' },
];
