// hx cloud log: the latest calls that the local cloud answered.
import type { CloudLogEntry } from '../cloud-admin';
import { command } from '../command';
import { output } from '../common-options';
import { integer } from '../option';
import { jsonLine } from '../render/ndjson';
import type { Style } from '../render/style';
import { tableLines, type Column } from '../render/table';
import { printable } from '../render/text';
import { shortType } from '../render/words';

const options = { limit: integer('--limit <n>', 'how many', { min: 1, max: 100_000 }, '50'), json: output.json, noColor: output.noColor };

export const definition = command({
  description: 'The latest calls to the local cloud, oldest first: what was asked, and how it was answered. With --json one object a line.',
  options,
  examples: [
    { command: 'hx cloud log --limit 20', about: 'the latest calls' },
    { command: "hx cloud log --json | jq 'select(.status >= 400)'", about: 'what was refused' },
  ],
  run: async ({ app, io, isJson }, given) => {
    const admin = await (await app()).localCloud();
    const entries = admin.log(given.limit ?? 50);
    if (isJson) for (const entry of entries) io.stdout.print(jsonLine(entry));
    else if (entries.length === 0) io.stdout.print('The local cloud has answered no call yet.');
    else io.stdout.print(...tableLines(columns(io.stdout.style), entries, io.stdout.tableWidth(), io.stdout.style));
    return 'ok';
  },
});

const columns = (style: Style): readonly Column<CloudLogEntry>[] => [
  { title: 'time', isPriority: false, cell: ({ time }) => time },
  { title: 'operation', isPriority: true, cell: ({ operation }) => printable(operation) },
  { title: 'answer', isPriority: true, cell: ({ status, code }) => (status >= 400 ? style.red(`✗ ${status} ${printable(code)}`) : `✓ ${status}`) },
  { title: 'type', isPriority: true, cell: ({ token }) => printable(shortType(token)) },
  { title: 'id', isPriority: true, cell: ({ id }) => printable(id) },
  { title: 'message', isPriority: false, cell: ({ message }) => printable(message) },
];
