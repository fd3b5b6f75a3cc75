import type { HxEvent, PropertyChange } from '../../../automation/events';
import { changeList, type ListView } from '../../../cli/render/changes';
import { emptyRun, printableEvent, reduce, type RunState } from '../../../cli/render/state';
import { plain } from '../../../cli/render/style';
import { displayWidth } from '../../../cli/render/text';
import { eventsOf, operationStarted } from '../../support/events';

const after = (events: readonly HxEvent[]): RunState => events.map(printableEvent).reduce(reduce, emptyRun);
const view: ListView = { width: 80, style: plain, isCut: true, isVerbose: false };
const dev = eventsOf('dev-eastus');

const preview = (kind: 'preview' | 'up' | 'drift', ...events: readonly HxEvent[]): RunState =>
  after([operationStarted(kind, ['dev-eastus']), dev.started(1), ...events]);
const updated = (changes: readonly PropertyChange[]): HxEvent => dev.resource(2, 'planned', 'update', 'st', { changes });

describe('the change list', () => {
  test('groups by target and program, shows both values, hides and counts what is unchanged', () => {
    const state = preview(
      'preview',
      dev.resource(2, 'planned', 'create', 'kv', { resourceType: 'azure-native:keyvault:Vault' }),
      updated([
        { path: 'sku.name', kind: 'update', before: 'Standard_LRS', after: 'Standard_GRS' },
        { path: 'tags.owner', kind: 'add', after: 'x' },
        { path: 'tags.old', kind: 'delete', before: 'y' },
      ]),
      dev.resource(2, 'planned', 'replace', 'vnet', {
        changes: [{ path: 'location', kind: 'update', before: 'eastus', after: 'westus2', forcesReplacement: true }],
      }),
      dev.resource(2, 'planned', 'delete', 'old'),
      dev.finished(3, { changes: { create: 1, update: 1, replace: 1, delete: 1, same: 40 } }),
    );
    expect(changeList(state, view)).toEqual([
      'dev-eastus (local cloud, not Azure)',
      '  platform',
      '    + create Vault kv',
      '    ~ update StorageAccount st',
      '        ~ sku.name: "Standard_LRS" → "Standard_GRS"',
      '        + tags.owner: "x"',
      '        - tags.old: "y"',
      '    ± replace StorageAccount vnet',
      '        ~ location: "eastus" → "westus2" (forces the replacement)',
      '    - delete StorageAccount old',
      '  + 1 to create, ~ 1 to update, ± 1 to replace, - 1 to delete, 40 unchanged',
    ]);
  });

  test('tells many creations kind by kind, components and providers last, and names each with --verbose', () => {
    const create = (name: string, resourceType: string): HxEvent => dev.resource(2, 'planned', 'create', name, { resourceType });
    const state = preview(
      'preview',
      create('hiscox-etl-dev-eastus', 'pulumi:pulumi:Stack'),
      create('azure', 'pulumi:providers:azure-native'),
      create('network', 'hx:platform:Network'),
      ...Array.from({ length: 9 }, (_, index) => create(`grant-${9 - index}`, 'azure-native:authorization:RoleAssignment')),
      create('vault', 'azure-native:keyvault:Vault'),
      dev.resource(2, 'planned', 'delete', 'old'),
      dev.finished(3, { changes: { create: 13, delete: 1 } }),
    );
    const whole = changeList(state, { ...view, isCut: false });
    expect(whole).toEqual([
      'dev-eastus (local cloud, not Azure)',
      '  platform',
      `    + create 9 × RoleAssignment: ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => `grant-${index}`).join(', ')}`,
      '    + create Vault vault',
      '    + create 2 components: hiscox-etl-dev-eastus, network',
      '    + create 1 provider: azure',
      '    - delete StorageAccount old',
      '  + 13 to create, - 1 to delete',
      '  one line a kind; --verbose has one a resource',
    ]);
    for (const line of changeList(state, { ...view, width: 50 })) expect(displayWidth(line)).toBeLessThanOrEqual(50);
    const each = changeList(state, { ...view, isVerbose: true });
    expect(each).toContain('    + create RoleAssignment grant-4');
    expect(each.at(-1)).toBe('  + 13 to create, - 1 to delete');
  });

  test('of a drift check says that a resource differs or is gone', () => {
    const state = preview(
      'drift',
      updated([{ path: 'sku', kind: 'update', before: 'a', after: 'b' }]),
      dev.resource(2, 'planned', 'delete', 'kv'),
      dev.finished(3),
    );
    expect(changeList(state, view).map((line) => line.trim())).toEqual(
      expect.arrayContaining(['~ differs StorageAccount st', '- gone StorageAccount kv', '~ 1 differs, - 1 gone']),
    );
  });

  test('says that nothing changes', () => {
    expect(changeList(preview('preview', dev.finished(3, { changes: { same: 7 } })), view)).toContain('  7 unchanged');
    expect(changeList(preview('preview', dev.finished(3)), view)).toContain('  no changes');
  });

  test('names secrets and values that are not known yet, and shows nothing of them', () => {
    const lines = changeList(preview('preview', updated([{ path: 'key', kind: 'update', before: '[secret]', after: '[unknown]' }])), view);
    expect(lines).toContain('        ~ key: a secret → known after the update');
  });

  test('puts values that do not fit beside each other below each other', () => {
    const long = 'v'.repeat(60);
    const lines = changeList(preview('preview', updated([{ path: 'p', kind: 'update', before: `${long}1`, after: `${long}2` }])), view);
    expect(lines).toEqual(expect.arrayContaining(['        ~ p:', `            - "${long}1"`, `            + "${long}2"`]));
  });

  test('is cut to a terminal and whole in a file', () => {
    const state = preview('preview', updated([{ path: 'p', kind: 'add', after: 'v'.repeat(300) }]));
    for (const line of changeList(state, { ...view, width: 50 })) expect(displayWidth(line)).toBeLessThanOrEqual(50);
    expect(changeList(state, { ...view, isCut: false }).join('\n')).toContain('v'.repeat(300));
  });

  test('ends with what the policies said: what blocks in full, the rest in a line', () => {
    const advisory = {
      policy: 'tags-required',
      isBlocking: false,
      level: 'advisory',
      severity: 'low',
      violations: [{ property: 'tags', message: 'needs an owner' }],
    } as const;
    const lines = changeList(preview('preview', dev.violation(2), dev.violation(2, advisory), dev.policies(2, { failed: 2 })), view);
    expect(lines.slice(lines.indexOf('Policies: 2 failed, 4 passed (3 policies over 2 resources)'))).toEqual([
      'Policies: 2 failed, 4 passed (3 policies over 2 resources)',
      '',
      '  ✗ mandatory high storage-https-only  CKV_AZURE_3',
      '    Storage accounts accept HTTPS only',
      '    - StorageAccount st (dev-eastus): accepts plain HTTP:',
      '      enableHttpsTrafficOnly is false',
      '    Fix: Set enableHttpsTrafficOnly to true.',
      '    Docs: https://learn.microsoft.com/azure/storage',
      '  ! advisory low tags-required (st): needs an owner',
    ]);
  });

  test('tells exemptions with who allowed them, and names what is switched off', () => {
    const exemption = { justification: 'the partner moves in March', owner: 'a@example.com', expires: '2027-03-01' };
    const lines = changeList(
      preview('preview', dev.violation(2, { isBlocking: false, exemption }), dev.policies(2, { failed: 0, exempt: 1, disabled: ['x-y', 'x-z'] })),
      { ...view, width: 200 },
    );
    expect(lines.slice(lines.indexOf('Policies: 1 exempt, 4 passed, 2 switched off (3 policies over 2 resources)') + 1)).toEqual([
      '  - exempt high storage-https-only (st, until 2027-03-01 by a@example.com): the partner moves in March',
      '  Switched off in infra/environments: x-y, x-z',
    ]);
  });

  test('shows what is judged last: an update makes the verdicts of its preview void', () => {
    const lines = changeList(preview('up', dev.violation(2), dev.policies(2), dev.phase(3, 'run'), dev.policies(4, { failed: 0, passed: 5 })), view);
    expect(lines.join('\n')).not.toContain('storage-https-only');
    expect(lines).toContain('Policies: 5 passed (3 policies over 2 resources)');
  });

  test('tells five resources of a policy and counts the others', () => {
    const many = Array.from({ length: 40 }, (_, index) => dev.violation(2, { urn: dev.urn(`st${index}`) }));
    const lines = changeList(preview('preview', ...many, dev.policies(2)), view);
    expect(lines.filter((line) => line.includes('StorageAccount st'))).toHaveLength(5);
    expect(lines).toContain('    and 35 more resources (--verbose shows all)');
    expect(
      changeList(preview('preview', ...many, dev.policies(2)), { ...view, isVerbose: true }).filter((line) => line.includes('StorageAccount st')),
    ).toHaveLength(40);
  });

  test('holds no escape sequence of a name or a value', () => {
    const state = preview(
      'preview',
      dev.resource(2, 'planned', 'create', 'a\u001b[2Jb'),
      updated([{ path: 'x\u001b]0;t\u0007', kind: 'add', after: '\u009b2J' }]),
    );
    expect(changeList(state, view).join('')).not.toMatch(/[\u001b\u009b]/);
  });

  test('shows the properties of created resources when asked', () => {
    const state = preview('preview', dev.resource(2, 'planned', 'create', 'kv', { changes: [{ path: 'sku', kind: 'add', after: 'standard' }] }));
    expect(changeList(state, view).join('\n')).not.toContain('sku');
    expect(changeList(state, { ...view, isVerbose: true })).toContain('        + sku: "standard"');
  });
});
