import { HxError, hxPaths, toErrorRecord } from '../../../automation';
import { DiskWatch, mustHaveRoom } from '../../../automation/run/disk';
import type { EngineOutcome } from '../../../automation/stack-engine';

const mebibyte = 1024 * 1024;
const user = (free: () => number) => {
  const cancels: number[] = [];
  const notices: string[] = [];
  const emit = { notice: (message: string) => void notices.push(message) };
  const run = { deps: { paths: hxPaths('/project', '/home/hx', '/cache'), freeBytes: free }, emit };
  return { cancels, notices, run, engine: { cancel: () => void cancels.push(free()) }, logFile: '/log' };
};
const outcome = (of: Partial<EngineOutcome>): EngineOutcome => ({ result: 'succeeded', changes: { create: 1 }, hasChanges: true, durationMs: 1, ...of });

test('no update begins where the disk has no room for one', () => {
  expect(() => mustHaveRoom(user(() => 31 * mebibyte))).toThrow(HxError);
  expect(() => mustHaveRoom(user(() => 32 * mebibyte))).not.toThrow();
});

test('an update stops once before the disk is full, and says that the disk did it', () => {
  let free = 100 * mebibyte;
  const session = user(() => free);
  const watch = new DiskWatch(session);
  watch.look();
  expect(session.cancels).toEqual([]);
  const cancelled = outcome({ result: 'cancelled', error: { reason: 'cancelled', message: 'cancelled' } });
  expect(watch.explained(cancelled)).toBe(cancelled);
  free = 15 * mebibyte;
  watch.look();
  watch.look();
  expect(session.cancels).toHaveLength(1);
  expect(session.notices).toEqual([expect.stringContaining('free disk space so that')]);
  expect(watch.explained(cancelled)).toMatchObject({
    result: 'failed',
    changes: { create: 1 },
    error: { reason: 'failure', message: expect.stringContaining('nearly full'), suggestion: expect.stringContaining('free disk space') },
  });
  expect(watch.explained(outcome({}))).toMatchObject({ result: 'succeeded' });
});

test('what the machine refuses is a failure with advice, all else a bug', () => {
  const system = (code: string, path?: string): Error => Object.assign(new Error(code), { code, syscall: 'write', ...(path === undefined ? {} : { path }) });
  expect(toErrorRecord(system('ENOSPC'))).toMatchObject({ reason: 'failure', message: 'no space is left on the disk', suggestion: expect.any(String) });
  expect(toErrorRecord(system('EACCES', '/x'))).toMatchObject({ reason: 'failure', message: 'permission was denied: /x' });
  expect(toErrorRecord(system('EINVAL'))).toMatchObject({ reason: 'bug' });
  expect(toErrorRecord(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toMatchObject({ reason: 'bug' });
});
