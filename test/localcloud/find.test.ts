import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cloud } from '../../localcloud/cloud';
import { findCreated } from '../../localcloud/find';
import type { Properties } from '../../localcloud/kind';
import { Store } from '../../localcloud/store';
import { defaultCaller } from '../../localcloud/world-view';

const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:x' };
const groupType = 'azure-native:resources:ResourceGroup';
const group = { resourceGroupName: 'rg', location: 'eastus', tags: { a: 'b' } };
const principalType = 'databricks:index/servicePrincipal:ServicePrincipal';
const principal = { applicationId: '4855b9db-0f9f-4585-8cba-ba3efbc0e861', displayName: 'etl' };
const directoryType = 'databricks:index/directory:Directory';

describe('a resource whose creation was interrupted', () => {
  let folder: string;
  let host = '';
  const ids: Record<string, string> = {};
  const provider = (): Record<string, string> => ({ host: `https://${host}`, version: '1.110.0' });
  const find = (type: string, inputs: object, config: object = {}, recordedIds: readonly string[] = []) =>
    findCreated(folder, { type, inputs: { ...inputs }, provider: { ...config }, recordedIds });
  const findWritten = (since: string, until: string, type = groupType, inputs: object = group, config: object = {}) =>
    findCreated(folder, { type, inputs: { ...inputs }, provider: { ...config }, recordedIds: [], written: { since, until } });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-find-'));
    const store = new Store(folder);
    const azure = new Cloud(store, defaultCaller);
    azure.create(groupType, group);
    const plain: Properties = {
      workspaceName: 'dbw',
      resourceGroupName: 'rg',
      location: 'eastus',
      sku: { name: 'premium' },
      managedResourceGroupId: `/subscriptions/${defaultCaller.subscriptionId}/resourceGroups/rg-managed`,
      computeMode: 'Hybrid',
    };
    const workspace = azure.create('azure-native:databricks:Workspace', plain);
    host = String(workspace.outputs['workspaceUrl']);
    const databricks = new Cloud(store, { ...defaultCaller, host, workspaceId: workspace.id });
    ids['principal'] = databricks.create(principalType, principal).id;
    databricks.create(directoryType, { path: '/Shared/etl' });
    store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is found by the id that its inputs make', () => {
    expect(find(groupType, group)).toEqual({ kind: 'found', id: `/subscriptions/${defaultCaller.subscriptionId}/resourceGroups/rg` });
    expect(find(directoryType, { path: '/Shared/etl' }, provider())).toEqual({ kind: 'found', id: '/Shared/etl' });
  });
  it('is found by all its inputs where the service makes the id', () => {
    expect(find(principalType, principal, provider())).toEqual({ kind: 'found', id: ids['principal'] });
    expect(find(principalType, { ...principal, displayName: secret }, provider())).toMatchObject({ kind: 'found' });
  });
  it('is absent where nothing has that id or those inputs, or what has them is recorded already', () => {
    expect(find(groupType, { ...group, resourceGroupName: 'other' })).toEqual({ kind: 'absent' });
    expect(find(groupType, group, { subscriptionId: '33333333-3333-3333-3333-333333333333' })).toEqual({ kind: 'absent' });
    expect(find(principalType, { ...principal, displayName: 'other' }, provider())).toEqual({ kind: 'absent' });
    expect(find(principalType, principal, provider(), [ids['principal'] ?? ''])).toEqual({ kind: 'absent' });
  });
  it('is found only where the cloud wrote it while the run that lost it was at work', () => {
    const [before, after, later] = ['2000-01-01T00:00:00.000Z', '2990-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];
    expect(findWritten(before, after)).toMatchObject({ kind: 'found' });
    expect(findWritten(after, later)).toEqual({ kind: 'unknown' });
    expect(findWritten(before, before)).toEqual({ kind: 'unknown' });
    expect(findWritten(before, after, principalType, principal, provider())).toMatchObject({ kind: 'found' });
    expect(findWritten(after, later, principalType, principal, provider())).toEqual({ kind: 'absent' });
  });
  it('is not judged where the id or the provider is encrypted, the kind is foreign, or something else has its name', () => {
    expect(find(groupType, { ...group, resourceGroupName: secret })).toEqual({ kind: 'unknown' });
    expect(find(principalType, principal, { host: secret })).toEqual({ kind: 'unknown' });
    expect(find('aws:s3:Bucket', {})).toEqual({ kind: 'unknown' });
    expect(find(groupType, { ...group, tags: { a: 'c' } })).toEqual({ kind: 'unknown' });
  });
});
