import { mkdirSync, mkdtempSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hxPaths, type HxPaths } from '../../../automation/paths';
import { readRecord } from '../../../automation/files/durable';
import { ensurePassphrase } from '../../../automation/pulumi';
import { readHistory } from '../../../automation/records/history';
import { shellWord } from '../../../automation/shell-word';

const homes: string[] = [];
afterAll(() => homes.forEach((home) => rmSync(home, { recursive: true, force: true })));

function homeWith(files: Readonly<Record<string, string>>): HxPaths {
  const home = mkdtempSync(join(tmpdir(), 'hx records '));
  homes.push(home);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  return hxPaths('/project', home, '/cache');
}
const id = { cloud: 'local', project: 'hiscox-etl', stack: 'dev-eastus' } as const;

describe('the passphrase', () => {
  test('is made once on an empty home', async () => {
    const paths = homeWith({});
    const made = await ensurePassphrase(paths);
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(await ensurePassphrase(paths)).toBe(made);
  });

  test('is never made anew beside states that are encrypted with a lost one', async () => {
    const paths = homeWith({ 'state/.pulumi/stacks/hiscox-etl/dev-eastus.json': '{}' });
    await expect(ensurePassphrase(paths)).rejects.toMatchObject({ reason: 'authentication', suggestion: expect.stringContaining('restore the file') });
    expect(existsSync(paths.passphrase)).toBe(false);
  });
});

test.each(['{', '[]', '{"version":99}', ''])('a history of %j is taken for none: only estimates come from it', async (text) => {
  const paths = homeWith({ 'history/local/hiscox-etl/dev-eastus.json': text });
  expect(await readHistory(paths, id)).toEqual({ version: 1, durations: {} });
});

test('a command to type survives a folder with spaces', async () => {
  const { home } = homeWith({ 'ledger.json': '{' });
  const file = join(home, 'ledger.json');
  await expect(readRecord(file, 1)).rejects.toMatchObject({ suggestion: expect.stringContaining(`mv '${file}' '${file}.damaged'`) });
  expect([shellWord('/a/b.json'), shellWord("it's"), shellWord('$(id)')]).toEqual(['/a/b.json', "'it'\\''s'", "'$(id)'"]);
});
