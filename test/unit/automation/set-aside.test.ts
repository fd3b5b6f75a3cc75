import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustBeIdle, setLocalStatesAside } from '../../../automation';
import { acquire } from '../../../automation/lease/lease';
import { hostFacts } from '../../../automation/lease/host';
import { hxPaths } from '../../../automation/paths';

const home = mkdtempSync(join(tmpdir(), 'hx-set-aside-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const paths = hxPaths('/project', home, '/cache');
const write = (path: string): void => {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), path);
};
const now = new Date('2026-11-23T12:00:00Z');

test('what was recorded of the local cloud is moved, whole; what is Azure’s and the passphrase stay', async () => {
  const local = [
    'state/.pulumi/stacks/a/dev.json',
    'ledger/local/a/dev.json',
    'history/local/a/dev.json',
    'exports/local/a/dev.json',
    'checkpoints/local/a/dev/1.json',
  ];
  const others = ['ledger/azure/a/dev.json', 'history/azure/a/dev.json', 'passphrase', 'audit/audit.ndjson'];
  [...local, ...others].forEach(write);
  const folder = await setLocalStatesAside(paths, now);
  expect(folder).toBe(join(home, 'set-aside', '20261123T120000000Z'));
  for (const path of local) {
    expect(existsSync(join(home, path))).toBe(false);
    expect(readFileSync(join(folder ?? '', path), 'utf8')).toBe(path);
  }
  for (const path of others) expect(readFileSync(join(home, path), 'utf8')).toBe(path);
  expect(await setLocalStatesAside(paths, now)).toBeUndefined();
});

test('a run that works on a stack is not pulled the floor from under', async () => {
  const facts = hostFacts();
  await mustBeIdle(paths, facts);
  const owner = { pid: process.pid, host: facts.host, user: 'me', since: now.toISOString(), runId: 'r', operation: 'up' } as const;
  const acquired = await acquire(join(paths.leases, 'a', 'dev'), owner, facts);
  await expect(mustBeIdle(paths, facts)).rejects.toMatchObject({ reason: 'locked', message: expect.stringContaining(String(process.pid)) });
  if (acquired.kind === 'acquired') await acquired.lease.release();
  await mustBeIdle(paths, facts);
});
