import { hx, hxInTerminal, place, removePlaces, type Run } from '../support/cli';

// One working day on the local cloud: each test goes on where the one before it stopped.
const at = place();
afterAll(removePlaces);
jest.setTimeout(180_000);

const dev = ['--env', 'dev', '--region', 'eastus', '--cloud', 'local'];
const lines = ({ stdout }: Run): readonly Record<string, unknown>[] => stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
const summaryOf = (run: Run): Record<string, unknown> => lines(run).at(-1) ?? {};
const result = (program: string, changes: unknown) => expect.objectContaining({ target: 'dev-eastus', program, result: 'succeeded', changes });
let storage = '';

test('up --json streams events of both programs and ends with the summary; stderr is silent', () => {
  const run = hx(at, ['up', ...dev, '--yes', '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const types = new Set(lines(run).map(({ type }) => type));
  for (const type of ['operation-started', 'stack-started', 'phase', 'resource', 'stack-finished', 'summary']) expect(types).toContain(type);
  const created = { create: expect.any(Number) };
  expect(summaryOf(run)).toMatchObject({ type: 'summary', version: 1, operation: 'up', exitCode: 0, results: [result('platform', created), result('lakehouse', created)] });
  expect(lines(run).every(({ type, time }) => typeof type === 'string' && !Number.isNaN(Date.parse(String(time))))).toBe(true);
});

test('outputs have what app steps read, in every format', () => {
  const [{ targets }] = lines(hx(at, ['outputs', ...dev, '--json'])) as unknown as readonly [{ readonly targets: readonly { readonly env: string; readonly outputs: Record<string, string> }[] }];
  const outputs = targets[0]?.outputs ?? {};
  for (const name of ['resourceGroup', 'storageAccount', 'keyVaultUri', 'registryLoginServer', 'databricksUrl', 'dataFactory', 'appInsightsId', 'liveSlot']) expect(outputs[name]).toMatch(/./);
  storage = outputs['storageAccountId'] ?? '';
  expect(hx(at, ['outputs', ...dev, '--format', 'github']).stdout).toContain(`\nstorage_account=${outputs['storageAccount'] ?? ''}\n`);
  expect(hx(at, ['outputs', 'databricksUrl', ...dev])).toEqual({ code: 0, stdout: `${outputs['databricksUrl'] ?? ''}\n`, stderr: '' });
  expect(hx(at, ['outputs', 'databricksUlr', ...dev])).toMatchObject({ code: 2, stderr: expect.stringContaining('databricksUrl') });
});

test('a second up changes nothing and does not ask, even in a terminal', async () => {
  const { code, screen } = await hxInTerminal(at, ['up', ...dev]);
  expect(screen).not.toContain('[y/N]');
  expect(screen).toMatch(/platform .* \d+ unchanged/);
  expect(code).toBe(0);
  expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
});

test('drift is found with both values and exit code 13, and is not repaired by looking', () => {
  expect(hx(at, ['cloud', 'drift', storage, '--set', 'sku.name=Standard_GRS'])).toMatchObject({ code: 0, stdout: expect.stringContaining('not Azure') });
  for (const repeat of [1, 2]) {
    const run = hx(at, ['drift', ...dev]);
    expect(run.stdout).toContain('~ sku.name: "Standard_LRS" → "Standard_GRS"');
    expect({ repeat, code: run.code }).toEqual({ repeat, code: 13 });
  }
  expect(hx(at, ['status', ...dev]).stdout).toMatch(/platform .*! 1 just now/);
});

test('refresh takes it over, preview says what would change back, up repairs it', () => {
  expect(hx(at, ['refresh', ...dev, '--yes'])).toMatchObject({ code: 0, stdout: expect.stringContaining('~ sku.name: "Standard_LRS" → "Standard_GRS"') });
  expect(hx(at, ['preview', ...dev])).toMatchObject({ code: 0, stdout: expect.stringContaining('~ sku.name: "Standard_GRS" → "Standard_LRS"') });
  expect(summaryOf(hx(at, ['up', ...dev, '--yes', '--json']))).toMatchObject({ results: [result('platform', expect.objectContaining({ update: 1 })), result('lakehouse', expect.anything())] });
  expect(hx(at, ['drift', ...dev]).code).toBe(0);
});

test('destroy asks for the name in a terminal; a yes is not enough', async () => {
  const { code, screen } = await hxInTerminal(at, ['destroy', ...dev], { replies: [['Type dev to confirm: ', 'yes\r']] });
  expect(screen).toContain('Declined: nothing was changed.');
  expect(code).toBe(8);
  expect(hx(at, ['drift', ...dev]).code).toBe(0);
});

test('Ctrl-C in a terminal says at once what it does, ends with 8 and gives the cursor back', async () => {
  const { code, screen } = await hxInTerminal(at, ['preview', ...dev], { replies: [['previewing', '\u0003']] });
  expect(screen).toContain('stopping after the operations in flight (Ctrl-C again to force)');
  expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l'));
  expect(code).toBe(8);
});

test('destroy leaves nothing behind', () => {
  expect(summaryOf(hx(at, ['destroy', ...dev, '--yes', '--json']))).toMatchObject({ operation: 'destroy', exitCode: 0 });
  expect(summaryOf({ ...hx(at, ['cloud', 'status', '--json']) })).toMatchObject({ resources: [] });
  expect(hx(at, ['outputs', ...dev]).code).toBe(6);
});
