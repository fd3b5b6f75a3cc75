import type { Properties } from '../../../../localcloud/kind';
import { accepts, groupId, refuses, worldOf } from '../../../support/azure-cases';

const token = 'azure-native:operationalinsights:Workspace';
const workspace = (over: Properties = {}): Properties => ({ workspaceName: 'log-fidelity-001', resourceGroupName: 'rg1', location: 'westeurope', ...over });
const diagnostics = 'azure-native:monitor:DiagnosticSetting';

accepts(token, [
  { name: 'accepts the tier in lower case', inputs: workspace({ sku: { name: 'pergb2018' }, retentionInDays: 30 }) },
  {
    name: 'takes what an update leaves out back to its default',
    first: workspace({ workspaceCapping: { dailyQuotaGb: 1 }, publicNetworkAccessForQuery: 'Disabled', retentionInDays: 90 }),
    inputs: workspace(),
    outputs: { workspaceCapping: { dailyQuotaGb: -1 }, publicNetworkAccessForQuery: 'Enabled', retentionInDays: 30 },
  },
]);

refuses(token, [
  { name: 'refuses a tier that is none, in any case', inputs: workspace({ sku: { name: 'pergb2020' } }), path: 'sku.name' },
  { name: 'refuses the retired tiers in any case', inputs: workspace({ sku: { name: 'standard' } }), path: 'sku.name' },
]);

test('a deleted workspace comes back in its region within 14 days, with its customer id and its age', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, workspace());
  const setting = { name: 'audit', resourceUri: stored.id, workspaceId: stored.id, logs: [{ categoryGroup: 'audit', enabled: true }] };
  cloud.create(diagnostics, setting);
  cloud.remove(stored);
  expect(cloud.read(stored)).toBeUndefined();
  cloud.passDays(13);
  const again = cloud.create(token, workspace());
  expect(again.outputs).toMatchObject({ customerId: stored.outputs['customerId'], createdDate: stored.outputs['createdDate'] });
  // What hung on the workspace is made anew.
  expect(cloud.create(diagnostics, setting).id).toContain(stored.id);
});

test('a deleted workspace keeps its name from another region of its group until the 14 days are over', () => {
  const cloud = worldOf();
  const elsewhere = workspace({ location: 'northeurope' });
  cloud.remove(cloud.create(token, workspace()));
  expect(cloud.refusal(() => cloud.create(token, elsewhere))).toMatchObject({ status: 409, code: 'Conflict', message: expect.stringMatching(/not unique/) });
  cloud.passDays(15);
  expect(cloud.create(token, elsewhere).outputs).toMatchObject({ location: 'northeurope', createdDate: '2026-06-16T00:00:00.000Z' });
});

test('a deleted workspace does not hold its name in another group', () => {
  const cloud = worldOf([['azure-native:resources:ResourceGroup', { resourceGroupName: 'rg2', location: 'northeurope' }]]);
  cloud.remove(cloud.create(token, workspace()));
  const other = cloud.create(token, workspace({ resourceGroupName: 'rg2', location: 'northeurope' }));
  expect(other.id).not.toContain(groupId);
});
