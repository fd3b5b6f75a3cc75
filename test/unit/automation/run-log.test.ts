import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunLog } from '../../../automation/pulumi/run-log';
import { redactor } from '../../../automation/redact';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a log masks a secret that comes in two pieces', () => {
  const path = join(folder, 'a/run.log');
  const log = new RunLog(path, redactor(['canary-secret']));
  log.write('password canary-');
  log.write('secret\nend');
  log.close();
  expect(readFileSync(path, 'utf8')).toBe('password [secret]\nend');
});

test('a log on a full disk loses lines and ends nothing', () => {
  const path = join(folder, 'run.log');
  symlinkSync('/dev/full', path);
  const log = new RunLog(path, redactor([]));
  expect(() => {
    log.write('a line\n');
    log.close();
  }).not.toThrow();
});
