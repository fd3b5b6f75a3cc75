import type { Properties } from '../../../../localcloud/kind';
import { accepts, plans, refuses, worldOf } from '../../../support/azure-cases';

const token = 'azure-native:operationalinsights:Workspace';
const workspace = (over: Properties = {}): Properties => ({
  workspaceName: 'log-fidelity-001',
  resourceGroupName: 'rg1',
  location: 'westeurope',
  sku: { name: 'PerGB2018' },
  retentionInDays: 30,
  ...over,
});
const reserved = (level: number): Properties => workspace({ sku: { name: 'CapacityReservation', capacityReservationLevel: level } });
const named = (workspaceName: string): Properties => workspace({ workspaceName });

accepts(token, [
  {
    name: 'LAW-01 creates a workspace with its customer id',
    inputs: workspace(),
    outputs: {
      customerId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      provisioningState: 'Succeeded',
      sku: { name: 'PerGB2018', lastSkuUpdate: expect.any(String) },
      workspaceCapping: { dailyQuotaGb: -1 },
    },
  },
  {
    name: 'defaults the tier and the retention',
    inputs: { workspaceName: 'log-fidelity-001', resourceGroupName: 'rg1', location: 'westeurope' },
    outputs: { sku: { name: 'PerGB2018' }, retentionInDays: 30, publicNetworkAccessForQuery: 'Enabled' },
  },
  { name: 'accepts 730 days', inputs: workspace({ retentionInDays: 730 }) },
  { name: 'accepts a name of 63 characters', inputs: named('l'.repeat(63)) },
  {
    name: 'accepts a daily quota',
    inputs: workspace({ workspaceCapping: { dailyQuotaGb: 0.5 } }),
    outputs: { workspaceCapping: { dailyQuotaGb: 0.5, dataIngestionStatus: 'RespectQuota' } },
  },
  { name: 'accepts a higher reservation at any time', first: reserved(100), inputs: reserved(200), outputs: { sku: { capacityReservationLevel: 200 } } },
  { name: 'accepts a reservation after paying by the gigabyte', first: workspace(), inputs: reserved(100) },
]);

refuses(token, [
  { name: 'LAW-02 refuses three characters', inputs: named('log'), path: 'workspaceName' },
  { name: 'LAW-03 refuses a leading hyphen', inputs: named('-log1'), path: 'workspaceName' },
  { name: 'LAW-04 refuses a trailing hyphen', inputs: named('log1-'), path: 'workspaceName' },
  { name: 'LAW-05 refuses an underscore', inputs: named('log_1'), path: 'workspaceName' },
  { name: 'refuses 64 characters', inputs: named('l'.repeat(64)), path: 'workspaceName' },
  { name: 'LAW-07 refuses 29 days', inputs: workspace({ retentionInDays: 29 }), code: 'BadRequest', message: /value provided for retention is invalid/ },
  { name: 'refuses 731 days', inputs: workspace({ retentionInDays: 731 }), path: 'retentionInDays' },
  { name: 'LAW-14 refuses to leave a reservation within 31 days', first: reserved(200), inputs: workspace(), status: 400, message: /31-day commitment/ },
  { name: 'refuses a lower reservation within 31 days', first: reserved(200), inputs: reserved(100), status: 400 },
  { name: 'LAW-15 refuses the Standard tier', inputs: workspace({ sku: { name: 'Standard' } }), path: 'sku.name' },
  { name: 'refuses the Premium tier', inputs: workspace({ sku: { name: 'Premium' } }), path: 'sku.name' },
  { name: 'refuses the Free tier', inputs: workspace({ sku: { name: 'Free' }, retentionInDays: 7 }), path: 'sku.name' },
  { name: 'LAW-16 refuses LACluster', inputs: workspace({ sku: { name: 'LACluster' } }), path: 'sku.name', message: /linking/ },
  { name: 'LAW-17 refuses an unknown tier', inputs: workspace({ sku: { name: 'Gold' } }), path: 'sku.name' },
  { name: 'refuses a reservation without a level', inputs: workspace({ sku: { name: 'CapacityReservation' } }), path: 'sku.capacityReservationLevel' },
  { name: 'refuses a reservation of 150 GB', inputs: reserved(150), path: 'sku.capacityReservationLevel' },
  {
    name: 'refuses a level on another tier',
    inputs: workspace({ sku: { name: 'PerGB2018', capacityReservationLevel: 100 } }),
    path: 'sku.capacityReservationLevel',
  },
  { name: 'refuses a daily quota of 0', inputs: workspace({ workspaceCapping: { dailyQuotaGb: 0 } }), path: 'workspaceCapping.dailyQuotaGb' },
  { name: 'refuses a user-assigned identity without ids', inputs: workspace({ identity: { type: 'UserAssigned' } }), code: 'MissingIdentityIds' },
  {
    name: 'refuses a rule id of another type',
    inputs: workspace({ defaultDataCollectionRuleResourceId: '/subscriptions/x' }),
    path: 'defaultDataCollectionRuleResourceId',
  },
]);

plans(token, 'replace', [{ name: 'replaces when the location changes', first: workspace(), inputs: workspace({ location: 'northeurope' }) }]);
plans(token, 'update', [{ name: 'changes the retention in place', first: workspace(), inputs: workspace({ retentionInDays: 60 }) }]);

test('LAW-14 the commitment counts from the last change of tier and ends after 31 days', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, reserved(200));
  cloud.passDays(20);
  const touched = cloud.update(stored, { ...reserved(200), retentionInDays: 60 });
  cloud.passDays(10);
  expect(cloud.refusal(() => cloud.update(touched, workspace())).status).toBe(400);
  cloud.passDays(2);
  expect(cloud.update(touched, workspace()).outputs).toMatchObject({ sku: { name: 'PerGB2018' } });
});
