import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withProcessLock } from '../../automation/process-lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-lock-'));
});
const holders: ChildProcess[] = [];
afterEach(() => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that holds the lock until it is killed. */
async function startHolder(file: string) {
  const script = `const { DatabaseSync } = require('node:sqlite'); const database = new DatabaseSync(process.argv[1]); database.exec('BEGIN EXCLUSIVE');
    require('node:fs').writeFileSync(process.argv[1] + '.owner', String(process.pid)); console.log('held'); setInterval(() => database.isOpen, 1e6);`;
  const holder = spawn(process.execPath, ['-e', script, file], { stdio: ['ignore', 'pipe', 'ignore'] });
  holders.push(holder);
  await once(holder.stdout, 'data');
  return holder;
}

test('a lock whose owner was killed is free for the one who waits', async () => {
  const file = join(folder, 'lock');
  const holder = await startHolder(file);
  const owners: string[] = [];
  const onWait = (owner: string): void => {
    owners.push(owner);
    holder.kill('SIGKILL');
  };
  await expect(withProcessLock(file, { onWait }, async () => 'done')).resolves.toBe('done');
  expect(owners).toEqual([String(holder.pid)]);
});

test('waiting ends with "cancelled" when asked to, and the owner keeps its lock', async () => {
  const file = join(folder, 'lock');
  await startHolder(file);
  const stop = new AbortController();
  const body = jest.fn();
  await expect(withProcessLock(file, { onWait: () => stop.abort(), cancelled: stop.signal }, body)).rejects.toMatchObject({ reason: 'cancelled' });
  expect(body).not.toHaveBeenCalled();
});

test('the lock is free after a body that throws', async () => {
  const file = join(folder, 'lock');
  const never = (): never => {
    throw new Error('nobody holds it');
  };
  await expect(withProcessLock(file, { onWait: never }, () => Promise.reject(new Error('body')))).rejects.toThrow('body');
  await expect(withProcessLock(file, { onWait: never }, async () => 1)).resolves.toBe(1);
});
