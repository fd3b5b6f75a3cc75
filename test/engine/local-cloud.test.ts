import { addFault, cloudLog, cloudStatus, driftResource, setLatency } from '../../localcloud';
import { errorsOf, newLab, newLabOver, stepsOf, warningsOf, type Lab, type LabResource } from '../support/local-cloud/lab';

jest.setTimeout(120_000);

const groupType = 'azure-native:resources:ResourceGroup';
const accountType = 'azure-native:storage:StorageAccount';
const group: LabResource = { type: groupType, name: 'group', properties: { resourceGroupName: 'rg-lab', location: 'eastus' } };
const accountProperties = {
  accountName: 'stlab001',
  resourceGroupName: '${group.name}',
  location: 'eastus',
  kind: 'StorageV2',
  sku: { name: 'Standard_LRS' },
  tags: { team: 'data' },
};
const account: LabResource = { type: accountType, name: 'account', properties: accountProperties, outputs: ['primaryEndpoints'] };
const accountId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lab/providers/Microsoft.Storage/storageAccounts/stlab001';
const changed = (properties: object): LabResource => ({ ...account, properties: { ...accountProperties, ...properties } });

describe('the local cloud on the real engine', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await newLab();
  });
  afterEach(() => lab.dispose());

  it('previews with unknowns, creates, finds no change and destroys', async () => {
    const resources = [group, account];
    const preview = await lab.run('preview', { resources, exports: { blob: '${account.primaryEndpoints.blob}' } });
    expect(preview.failed).toBeUndefined();
    expect(cloudStatus(lab.cloud).resources).toEqual([]);
    const up = await lab.run('up', { resources, exports: { blob: '${account.primaryEndpoints.blob}', name: '${group.name}' } });
    expect(up.failed).toBeUndefined();
    expect(warningsOf(up)).toBe('');
    expect(up.outputs['blob']).toBe('https://stlab001.blob.core.windows.net/');
    expect(up.outputs['name']).toBe('rg-lab');
    const again = await lab.run('up', { resources });
    expect(stepsOf(again, accountType)).toMatchObject([{ op: 'same' }]);
    expect((await lab.run('destroy')).failed).toBeUndefined();
    expect(cloudStatus(lab.cloud).resources).toEqual([]);
    expect(cloudLog(lab.cloud).map(({ operation, token }) => `${operation} ${token}`)).toEqual([
      `create ${groupType}`,
      `create ${accountType}`,
      `delete ${accountType}`,
      `delete ${groupType}`,
    ]);
  });

  it('shows a drifted property with both values in a refresh, and the next update repairs it', async () => {
    const resources = [group, account];
    await lab.run('up', { resources });
    driftResource(lab.cloud, accountId, { set: { 'tags.team': 'mallory', 'sku.name': 'Standard_GRS' } });
    const refresh = await lab.run('refresh', { resources });
    const [step] = refresh.events.flatMap(({ resOutputsEvent }) => (resOutputsEvent?.metadata.type === accountType ? [resOutputsEvent.metadata] : []));
    expect(step?.old?.outputs).toMatchObject({ tags: { team: 'data' }, sku: { name: 'Standard_LRS' } });
    expect(step?.new?.outputs).toMatchObject({ tags: { team: 'mallory' }, sku: { name: 'Standard_GRS' } });
    expect(Object.keys(step?.detailedDiff ?? {}).sort()).toEqual(['sku.name', 'tags.team']);
    const repair = await lab.run('up', { resources });
    expect(stepsOf(repair, accountType)).toMatchObject([
      { op: 'update', detailedDiff: { 'sku.name': { diffKind: 'update' }, 'tags.team': { diffKind: 'update' } } },
    ]);
    expect((await lab.run('refresh', { resources, options: { expectNoChanges: true } })).failed).toBeUndefined();
  });

  it('creates again what was deleted behind its back', async () => {
    const resources = [group, account];
    await lab.run('up', { resources });
    driftResource(lab.cloud, accountId, { delete: true });
    await lab.run('refresh', { resources });
    const up = await lab.run('up', { resources });
    expect(stepsOf(up, accountType)).toMatchObject([{ op: 'create' }]);
  });

  it('replaces on an immutable property, deleting first where the name stays', async () => {
    await lab.run('up', { resources: [group, account] });
    const replaced = await lab.run('up', { resources: [group, changed({ isHnsEnabled: true })] });
    expect(replaced.failed).toBeUndefined();
    const ops = stepsOf(replaced, accountType).map(({ op }) => op);
    expect(ops).toEqual(['delete-replaced', 'replace', 'create-replacement']);
    expect(stepsOf(replaced, accountType)[1]?.detailedDiff).toMatchObject({ isHnsEnabled: { diffKind: 'add-replace' } });
  });

  it('creates the replacement first where the name is automatic, under another name', async () => {
    const { accountName: _name, ...unnamed } = accountProperties;
    const automatic = (more: object): LabResource => ({ ...account, properties: { ...unnamed, ...more } });
    await lab.run('up', { resources: [group, automatic({})] });
    const replaced = await lab.run('up', { resources: [group, automatic({ isHnsEnabled: true })] });
    expect(replaced.failed).toBeUndefined();
    expect(stepsOf(replaced, accountType).map(({ op }) => op)).toEqual(['create-replacement', 'replace', 'delete-replaced']);
  });

  it('imports an existing resource and refuses to create it a second time', async () => {
    await lab.run('up', { resources: [group, account] });
    const other = await newLabOver(lab);
    const taken = await other.run('up', { resources: [{ ...group, options: { import: groupId } }, account] });
    expect(errorsOf(taken)).toMatch(/cannot create already existing resource '.*stlab001'/);
    const imported = await other.run('up', { resources: [group, { ...account, options: { import: accountId } }] });
    expect(imported.failed).toBeUndefined();
    expect(stepsOf(imported, accountType)).toMatchObject([{ op: 'import' }]);
    expect(stepsOf(await other.run('up', { resources: [group, account] }), accountType)).toMatchObject([{ op: 'same' }]);
  });

  it('keeps a secret input secret in inputs, outputs and after a refresh', async () => {
    const resources = [group, changed({ tags: { team: { $secret: 'hush' } } })];
    const up = await lab.run('up', { resources });
    expect(up.failed).toBeUndefined();
    const refreshed = await lab.run('refresh', { resources });
    for (const { state } of [up, refreshed]) {
      const recorded = state?.resources.find(({ type }) => type === accountType);
      const ciphered = { tags: { team: { ciphertext: expect.any(String) } } };
      expect(recorded).toMatchObject({ inputs: ciphered, outputs: ciphered });
      expect(JSON.stringify(state)).not.toContain('hush');
    }
  });

  it('refuses before any change what can be seen from the inputs', async () => {
    const preview = await lab.run('preview', { resources: [group, changed({ accountName: 'UPPER' })] });
    expect(errorsOf(preview)).toMatch(/Code="AccountNameInvalid"/);
    const unsupported = await lab.run('preview', { resources: [{ type: 'azure-native:web:WebApp', name: 'app' }] });
    expect(errorsOf(unsupported)).toMatch(/local cloud does not have the resource type azure-native:web:WebApp/);
  });

  it('fails with the cloud’s own error, and goes on after a throttled request', async () => {
    addFault(lab.cloud, { kind: 'StorageAccount', op: 'create', error: '500', times: 1 });
    expect(errorsOf(await lab.run('up', { resources: [group, account] }))).toMatch(/Status=500 Code="InternalServerError"/);
    addFault(lab.cloud, { kind: 'StorageAccount', op: 'create', error: '429', times: 1 });
    expect((await lab.run('up', { resources: [group, account] })).failed).toBeUndefined();
  });

  it('records a resource that was created but did not become ready, and repairs it the next time', async () => {
    addFault(lab.cloud, { kind: accountType, op: 'create', error: 'partial', times: 1 });
    const failed = await lab.run('up', { resources: [group, account] });
    expect(failed.failed).toBeDefined();
    const recorded = failed.state?.resources.find(({ type }) => type === accountType);
    expect(recorded).toMatchObject({ id: accountId, initErrors: [expect.stringContaining('Failed')] });
    expect((await lab.run('up', { resources: [group, account] })).failed).toBeUndefined();
  });

  it('answers lookups and keys', async () => {
    await lab.run('up', { resources: [group, account] });
    const args = { resourceGroupName: 'rg-lab', accountName: 'stlab001' };
    const invokes = {
      keys: { token: 'azure-native:storage:listStorageAccountKeys', args },
      found: { token: 'azure-native:storage:getStorageAccount', args },
      config: { token: 'azure-native:authorization:getClientConfig', args: {} },
    };
    const { outputs } = await lab.run('up', { resources: [group, account], invokes });
    expect(outputs['keys']).toMatchObject({ keys: [{ keyName: 'key1', permissions: 'FULL' }, { keyName: 'key2' }] });
    expect(outputs['found']).toMatchObject({ name: 'stlab001', id: accountId });
    expect(outputs['config']).toMatchObject({ subscriptionId: '11111111-1111-1111-1111-111111111111' });
  });

  it('takes the subscription from the configuration of the provider', async () => {
    const provider: LabResource = {
      type: 'pulumi:providers:azure-native',
      name: 'azure',
      properties: { subscriptionId: '99999999-9999-9999-9999-999999999999' },
    };
    const up = await lab.run('up', { resources: [provider, { ...group, options: { provider: 'azure' } }] });
    expect(up.state?.resources.find(({ type }) => type === groupType)?.id).toBe('/subscriptions/99999999-9999-9999-9999-999999999999/resourceGroups/rg-lab');
  });

  it('makes a write take as long as the injected latency', async () => {
    setLatency(lab.cloud, 400);
    const started = Date.now();
    await lab.run('up', { resources: [group] });
    expect(Date.now() - started).toBeGreaterThan(400);
  });
});

const groupId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lab';
