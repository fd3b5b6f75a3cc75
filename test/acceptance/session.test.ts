import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, hx, hxInTerminal, place, removePlaces, shell, type Place, type Run } from '../support/cli';

// The whole platform of dev on the local cloud. It is made once; every test goes on from a copy of its own.
jest.setTimeout(300_000);

const dev = ['--env', 'dev', '--region', 'eastus', '--cloud', 'local'];
const lines = ({ stdout }: Run): readonly Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const summaryOf = (run: Run): Record<string, unknown> => lines(run).at(-1) ?? {};
const result = (program: string, changes: unknown): unknown => expect.objectContaining({ target: 'dev-eastus', program, result: 'succeeded', changes });

const original = place();
let made: Run;
beforeAll(() => {
  made = hx(original, ['up', ...dev, '--yes', '--json']);
});
afterAll(removePlaces);

const outputsOf = (at: Place): Record<string, string> => {
  const { targets } = summaryOf(hx(at, ['outputs', ...dev, '--json'])) as unknown as {
    readonly targets: readonly { readonly outputs: Record<string, string> }[];
  };
  return targets[0]?.outputs ?? {};
};

test('up --json streams events of both programs and ends with the summary; stderr is silent', () => {
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const types = lines(made).map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['operation-started', 'stack-started', 'phase', 'resource', 'stack-finished', 'summary']));
  const created = { create: expect.any(Number) };
  expect(summaryOf(made)).toMatchObject({
    type: 'summary',
    version: 1,
    operation: 'up',
    exitCode: 0,
    results: [result('platform', created), result('lakehouse', created)],
  });
  expect(lines(made).every(({ type, time }) => typeof type === 'string' && !Number.isNaN(Date.parse(String(time))))).toBe(true);
});

test('outputs have what app steps read, in every format', () => {
  const at = copyOf(original);
  const outputs = outputsOf(at);
  const names = ['resourceGroup', 'storageAccount', 'keyVaultUri', 'registryLoginServer', 'databricksUrl', 'dataFactory', 'appInsightsId', 'liveSlot'];
  expect(names.filter((name) => (outputs[name] ?? '') === '')).toEqual([]);
  expect(hx(at, ['outputs', ...dev, '--format', 'github']).stdout).toContain(`\nstorage_account=${outputs['storageAccount'] ?? ''}\n`);
  expect(hx(at, ['outputs', 'databricksUrl', ...dev])).toEqual({ code: 0, stdout: `${outputs['databricksUrl'] ?? ''}\n`, stderr: '' });
  expect(hx(at, ['outputs', 'databricksUlr', ...dev])).toMatchObject({ code: 2, stderr: expect.stringContaining('databricksUrl') });
});

test('a second up changes nothing and does not ask, even in a terminal', async () => {
  const { code, screen } = await hxInTerminal(copyOf(original), ['up', ...dev]);
  expect(screen).not.toContain('[y/N]');
  expect(screen).toMatch(/platform .* \d+ unchanged/);
  expect(code).toBe(0);
  expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
});

test('drift is found with both values and code 13, refresh takes it over, preview shows the way back, up repairs it', () => {
  const at = copyOf(original);
  const forth = '~ sku.name: "Standard_LRS" → "Standard_GRS"';
  const back = '~ sku.name: "Standard_GRS" → "Standard_LRS"';
  expect(hx(at, ['cloud', 'drift', outputsOf(at)['storageAccountId'] ?? '', '--set', 'sku.name=Standard_GRS'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('not Azure'),
  });
  expect(hx(at, ['drift', ...dev])).toMatchObject({ code: 13, stdout: expect.stringContaining(forth) });
  expect(hx(at, ['status', ...dev]).stdout).toMatch(/platform .*! 1 /);
  expect(hx(at, ['refresh', ...dev, '--dry-run'])).toMatchObject({ code: 13, stdout: expect.stringContaining(forth) });
  expect(hx(at, ['refresh', ...dev, '--yes'])).toMatchObject({ code: 0, stdout: expect.stringContaining(forth) });
  expect(hx(at, ['preview', ...dev])).toMatchObject({ code: 0, stdout: expect.stringContaining(back) });
  expect(summaryOf(hx(at, ['up', ...dev, '--yes', '--json']))).toMatchObject({
    results: [result('platform', expect.objectContaining({ update: 1 })), result('lakehouse', expect.anything())],
  });
  expect(hx(at, ['drift', ...dev]).code).toBe(0);
});

test('destroy asks for the name in a terminal, a yes is not enough, and what was declined is still there', async () => {
  const at = copyOf(original);
  const { code, screen } = await hxInTerminal(at, ['destroy', ...dev], { replies: [['Type dev to confirm: ', 'yes\r']] });
  expect(screen).toContain('Declined: nothing was changed.');
  expect(code).toBe(8);
  expect(hx(at, ['drift', ...dev]).code).toBe(0);
});

test('Ctrl-C in a terminal says at once what it does, ends with 8 and gives the cursor back', async () => {
  const { code, screen } = await hxInTerminal(copyOf(original), ['preview', ...dev], { replies: [['previewing', '\u0003']] });
  expect(screen).toContain('stopping after the operations in flight (Ctrl-C again to force)');
  expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
  expect(code).toBe(8);
});

test('an update whose state and ledger are both gone stops before it asks a provider, and the printed command brings them back', () => {
  const at = copyOf(original);
  const folder = join(at.home, '.hx');
  const calls = (): string => hx(at, ['cloud', 'log']).stdout;
  const before = calls();
  for (const part of ['state', 'ledger']) rmSync(join(folder, part), { recursive: true });
  const refused = summaryOf(hx(at, ['up', ...dev, '--yes', '--json']));
  const error = { reason: 'expectation', message: expect.stringContaining('exported'), suggestion: expect.stringMatching(/^mkdir -p .* && cp /) };
  expect(refused).toMatchObject({ exitCode: 7, results: [{ error }, { error }] });
  expect(calls()).toBe(before);
  for (const {
    error: { suggestion },
  } of (refused as unknown as { readonly results: readonly { readonly error: { readonly suggestion: string } }[] }).results)
    shell(at, suggestion);
  expect(summaryOf(hx(at, ['up', ...dev, '--yes', '--json']))).toMatchObject({
    exitCode: 0,
    results: [result('platform', { same: expect.any(Number) }), result('lakehouse', { same: expect.any(Number) })],
  });
  for (const part of ['state', 'ledger', 'exports', 'history', 'checkpoints']) rmSync(join(folder, part), { recursive: true, force: true });
  const unknown = summaryOf(hx(at, ['up', ...dev, '--yes', '--json']));
  const held = { message: expect.stringMatching(/the cloud holds \d+ resources/), suggestion: expect.stringContaining('hx cloud reset') };
  expect(unknown).toMatchObject({ exitCode: 7, results: [{ error: held }, { error: held }] });
  expect(calls()).toBe(before);
});

test('destroy leaves nothing behind, and outputs are gone', () => {
  const at = copyOf(original);
  expect(summaryOf(hx(at, ['destroy', ...dev, '--yes', '--json']))).toMatchObject({ operation: 'destroy', exitCode: 0 });
  expect(summaryOf(hx(at, ['cloud', 'status', '--json']))).toMatchObject({ resources: [] });
  expect(hx(at, ['outputs', ...dev]).code).toBe(6);
});
