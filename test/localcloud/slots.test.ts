// The ETL's slots as TypeScript drives them, on the local cloud's own warehouse: the answers of the Python side are those that hx knows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePython, runEtl, type EtlRun } from '../../automation/etl';
import { openWarehouse, removeWarehouse } from '../../localcloud/warehouse';

const root = join(__dirname, '..', '..');
const cache = process.env['HX_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '/tmp', '.cache'), 'hx');
const scratch = mkdtempSync(join(tmpdir(), 'hx-slots-'));
const folder = join(scratch, 'warehouse');
afterAll(async () => {
  await removeWarehouse(folder);
  rmSync(scratch, { recursive: true, force: true });
});

test('a delivery is loaded, made live, copied to the idle slot and switched, and each answer is known', async () => {
  const python = await ensurePython({ root, cache, environment: process.env, cloud: 'local' });
  const warehouse = await openWarehouse({ folder, python: python.python, database: 'dev_eastus' });
  const slots = { HX_LIVE_SCHEMA: 'insurance', HX_BLUE_SCHEMA: 'insurance_blue', HX_GREEN_SCHEMA: 'insurance_green' };
  const run: EtlRun = {
    python,
    root,
    environment: { PATH: process.env['PATH'], ...warehouse.environment, ...slots },
    logFile: join(scratch, 'etl.log'),
    timeoutMs: 300_000,
    cancelled: new AbortController().signal,
    redact: (text) => text,
  };
  const landing = join(scratch, 'landing');
  try {
    await runEtl('generate', ['--out', landing, '--rows', '300', '--seed', '7'], run);
    await expect(runEtl('switch', ['--to', 'blue'], run)).rejects.toMatchObject({ reason: 'expectation', message: expect.stringContaining('no tables') });
    const ingest = (schema: string) => runEtl('ingest', ['--source', landing, '--run-id', 'first', '--slot-schema', schema], run);
    await expect(ingest('insurance_blue')).resolves.toMatchObject({ status: 'loaded', schema: 'insurance_blue' });
    await expect(runEtl('slots', [], run)).resolves.toEqual({
      ...{ liveSchema: 'insurance', live: null, idle: 'blue', views: 0, loads: { blue: 1, green: 0 } },
      states: { blue: expect.stringMatching(/^[0-9a-f]{32}$/), green: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    await expect(runEtl('switch', ['--to', 'blue'], run)).resolves.toEqual({
      ...{ liveSchema: 'insurance', slotSchema: 'insurance_blue', live: 'blue', before: null, status: 'switched' },
      ...{ views: ['claims', 'customers', 'policies'], dropped: [], missingLoads: [] },
    });
    await expect(runEtl('copy', ['--from', 'insurance_blue', '--to', 'insurance_green'], run)).resolves.toMatchObject({
      ...{ status: 'copied', reason: null },
      tables: expect.arrayContaining([{ table: 'policies', rows: 300 }]),
    });
    await expect(runEtl('switch', ['--to', 'green'], run)).resolves.toMatchObject({ status: 'switched', before: 'blue', live: 'green' });
    await expect(ingest('insurance')).rejects.toMatchObject({ reason: 'usage', message: expect.stringContaining('holds the views') });
    await expect(runEtl('quality', ['--environment', 'dev', '--slot-schema', 'insurance_green', '--history-schema', 'insurance'], run)).resolves.toMatchObject({
      schema: 'insurance_green',
      checks: expect.any(Array),
    });
    await expect(runEtl('slots', [], run)).resolves.toMatchObject({ live: 'green', idle: 'blue', views: 3, loads: { blue: 1, green: 1 } });
  } finally {
    await warehouse.stop();
  }
}, 600_000);
