// hx cloud status: what the local cloud holds, and where.
import type { CloudStatus, CloudWarehouse } from '../cloud-admin';
import { command } from '../command';
import { output } from '../common-options';
import { jsonLine } from '../render/ndjson';
import { tableLines, type Column } from '../render/table';
import { counted, printable } from '../render/text';

const options = { json: output.json, noColor: output.noColor };

export const definition = command({
  description:
    'What the local cloud holds: resources by type, images, soft-deleted names, faults and latency that are switched on, and where its store and its warehouse are. The local cloud is a rehearsal on this machine; it is not Azure.',
  options,
  examples: [{ command: 'hx cloud status', about: 'after a rehearsal' }],
  run: async ({ app, io, isJson }) => {
    const admin = await (await app()).localCloud();
    const status = admin.status();
    const warehouse = await admin.warehouse();
    if (isJson) {
      io.stdout.print(jsonLine({ version: 1, cloud: 'local', ...status, warehouse }));
      return 'ok';
    }
    const { style } = io.stdout;
    const total = status.resources.reduce((sum, { count }) => sum + count, 0);
    io.stdout.print(
      `${style.bold('Local cloud, not Azure')}: ${counted(total, 'resource')}`,
      `Store: ${status.file}`,
      `Warehouse: ${warehouseText(warehouse)}`,
      `Latency: ${status.latencyMs === 0 ? 'none' : `${status.latencyMs} ms a call`}`,
    );
    if (status.registry !== undefined) io.stdout.print(registryText(status.registry));
    for (const { kind, op, error, times } of status.faults)
      io.stdout.print(style.yellow(`! Fault: ${op} of ${printable(kind)} answers ${error}, ${counted(times, 'time')} more`));
    for (const { id, purgeAt } of status.softDeleted) io.stdout.print(`Soft-deleted, holds its name until ${purgeAt}: ${printable(id)}`);
    if (status.resources.length > 0) io.stdout.print('', ...tableLines(columns, status.resources, io.stdout.tableWidth(), style));
    return 'ok';
  },
});

const registryText = ({ repositories, bytes, folder, address, users }: NonNullable<CloudStatus['registry']>): string => {
  const place = address === undefined ? '' : `, at ${address} for ${counted(users, 'process', 'processes')}`;
  return `Images: ${counted(repositories, 'repository', 'repositories')}, ${(bytes / 1024 / 1024).toFixed(1)} MB in ${folder}${place}`;
};

function warehouseText({ state, port, data }: CloudWarehouse): string {
  if (state === 'none') return 'none yet';
  return `PostgreSQL in ${data}, ${port === undefined ? 'stopped' : `running at 127.0.0.1:${port}`}`;
}

const columns: readonly Column<{ readonly type: string; readonly count: number }>[] = [
  { title: 'type', isPriority: true, cell: ({ type }) => printable(type) },
  { title: 'count', isPriority: true, cell: ({ count }) => String(count) },
];
