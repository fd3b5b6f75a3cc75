import type { Properties } from '../../../../localcloud/kind';
import { accepts, groupId, inGroup, plans, refuses, subscription, worldOf, type Made } from '../../../support/azure-cases';

// The test cloud's day is 1 June 2026.
const token = 'azure-native:consumption:Budget';
const notification = (over: Properties = {}): Properties => ({
  enabled: true,
  operator: 'GreaterThan',
  threshold: 80,
  contactEmails: ['ops@example.com'],
  thresholdType: 'Actual',
  ...over,
});
const budget = (over: Properties = {}): Properties => ({
  budgetName: 'monthly',
  scope: subscription,
  amount: 100,
  category: 'Cost',
  timeGrain: 'Monthly',
  timePeriod: { startDate: '2026-06-01T00:00:00Z', endDate: '2027-06-01T00:00:00Z' },
  notifications: { Actual_80: notification() },
  ...over,
});
const from = (startDate: string, endDate = '2029-01-01T00:00:00Z'): Properties => ({ timePeriod: { startDate, endDate } });
const told = (over: Properties): Properties => ({ notifications: { n: notification(over) } });
const dimension = (over: Properties = {}): Properties => ({ dimensions: { name: 'ResourceGroupName', operator: 'In', values: ['rg1'], ...over } });
const actionGroupId = inGroup('Microsoft.Insights', 'actionGroups/ag1');
const actionGroup: Made = [
  'azure-native:monitor:ActionGroup',
  { actionGroupName: 'ag1', resourceGroupName: 'rg1', location: 'Global', enabled: true, groupShortName: 'ag1' },
];

accepts(token, [
  { name: 'creates a budget of a subscription', inputs: budget(), outputs: { currentSpend: { amount: 0 }, eTag: expect.any(String) } },
  { name: 'creates a budget of a group', inputs: budget({ scope: groupId }) },
  {
    name: 'ends ten years after its start where no end is given',
    inputs: budget({ timePeriod: { startDate: '2026-06-01T00:00:00Z' } }),
    outputs: { timePeriod: { endDate: '2036-06-01T00:00:00Z' } },
  },
  {
    name: 'means the actual cost where a notification does not say',
    inputs: budget({ notifications: { n: { enabled: true, operator: 'EqualTo', threshold: 100, contactEmails: ['ops@example.com'] } } }),
    outputs: { notifications: { n: { thresholdType: 'Actual', threshold: 100 } } },
  },
  { name: 'accepts a notification to roles alone', inputs: budget(told({ contactEmails: [], contactRoles: ['Owner'] })) },
  { name: 'accepts a start twelve months ahead', inputs: budget(from('2027-06-01T00:00:00Z')) },
  { name: 'accepts a quarter that has begun', inputs: budget({ timeGrain: 'Quarterly', ...from('2026-04-01T00:00:00Z') }) },
  { name: 'accepts a year that has begun', inputs: budget({ timeGrain: 'Annually', ...from('2026-01-01T00:00:00Z') }) },
  {
    name: 'accepts five notifications',
    inputs: budget({ notifications: Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`n${index}`, notification({ threshold: 50 + index })])) }),
  },
  { name: 'accepts an action group that exists', given: [actionGroup], inputs: budget(told({ contactEmails: [], contactGroups: [actionGroupId] })) },
  { name: 'accepts a filter of two dimensions', inputs: budget({ filter: { and: [dimension(), dimension({ name: 'ServiceName' })] } }) },
  { name: 'raises the amount in place', first: budget(), inputs: budget({ amount: 200 }), outputs: { amount: 200 } },
]);

refuses(token, [
  { name: 'refuses a scope that is no id', inputs: budget({ scope: 'rg1' }), path: 'scope' },
  { name: 'refuses a notification to no role', inputs: budget(told({ contactEmails: [], contactRoles: [] })) },
  { name: 'BU-04 refuses an end before the start', inputs: budget(from('2026-06-01T00:00:00Z', '2026-05-01T00:00:00Z')), message: /before the end date/ },
  { name: 'BU-05 refuses a start more than twelve months ahead', inputs: budget(from('2028-01-01T00:00:00Z')), message: /twelve months/ },
  {
    name: 'BU-09 refuses six notifications',
    inputs: budget({ notifications: Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`n${index}`, notification({ threshold: 50 + index })])) }),
    message: /up to five/,
  },
  { name: 'BU-10 refuses a notification to nobody', inputs: budget(told({ contactEmails: [] })), message: /at least one contact/ },
  { name: 'BU-14 refuses a space in the name', inputs: budget({ budgetName: 'my budget' }), path: 'budgetName' },
  { name: 'BU-16 refuses the operator LessThan', inputs: budget(told({ operator: 'LessThan' })), message: /LessThan/ },
  { name: 'refuses a name of 64 characters', inputs: budget({ budgetName: 'b'.repeat(64) }), path: 'budgetName' },
  { name: 'refuses a start inside a month', inputs: budget(from('2026-06-15T00:00:00Z')), message: /first of a month/ },
  { name: 'refuses a start before June 2017', inputs: budget(from('2017-05-01T00:00:00Z')), message: /June 1, 2017/ },
  { name: 'refuses a month that is over', inputs: budget(from('2026-05-01T00:00:00Z')), message: /time grain/ },
  { name: 'refuses a quarter that is over', inputs: budget({ timeGrain: 'Quarterly', ...from('2026-03-01T00:00:00Z') }), message: /time grain/ },
  { name: 'refuses an amount of 0', inputs: budget({ amount: 0 }), path: 'amount' },
  { name: 'refuses a negative amount', inputs: budget({ amount: -1 }), path: 'amount' },
  { name: 'refuses a threshold of 1001', inputs: budget(told({ threshold: 1001 })), message: /between 0 and 1000/ },
  { name: 'refuses another category', inputs: budget({ category: 'Usage' }), path: 'category' },
  { name: 'refuses an unknown grain', inputs: budget({ timeGrain: 'Weekly' }), path: 'timeGrain' },
  { name: 'refuses an email that is none', inputs: budget(told({ contactEmails: ['ops'] })), message: /email address/ },
  { name: 'refuses an action group that does not exist', inputs: budget(told({ contactGroups: [actionGroupId] })), status: 400 },
  { name: 'refuses a contact group that is no action group', inputs: budget(told({ contactGroups: [groupId] })), message: /action group/ },
  { name: 'refuses a logical and of one', inputs: budget({ filter: { and: [dimension()] } }), path: 'filter.and' },
  { name: 'refuses and beside a dimension', inputs: budget({ filter: { and: [dimension(), dimension()], ...dimension() } }), path: 'filter' },
  { name: 'refuses an unknown dimension', inputs: budget({ filter: dimension({ name: 'Colour' }) }), path: 'filter.dimensions.name' },
  { name: 'refuses a comparison with nothing', inputs: budget({ filter: dimension({ values: [] }) }), path: 'filter.dimensions.values' },
  {
    name: 'refuses another start date after creation',
    first: budget(),
    inputs: budget(from('2026-07-01T00:00:00Z', '2027-06-01T00:00:00Z')),
    status: 400,
    message: /timePeriod\.startDate/,
  },
  {
    name: 'refuses another grain after creation',
    first: budget(),
    inputs: budget({ timeGrain: 'Quarterly', ...from('2026-06-01T00:00:00Z', '2027-06-01T00:00:00Z') }),
    status: 400,
  },
  { name: 'refuses a group that is not there', inputs: budget({ scope: `${subscription}/resourceGroups/nosuch` }), status: 404, code: 'ResourceGroupNotFound' },
]);

plans(token, 'replace', [{ name: 'replaces when the name changes', first: budget(), inputs: budget({ budgetName: 'yearly' }) }]);

test('a start date that the budget has may lie behind', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, budget());
  cloud.passDays(200);
  expect(cloud.update(stored, budget({ amount: 300 })).outputs).toMatchObject({ amount: 300 });
});

refuses(token, [
  { name: 'refuses an end that is no date', inputs: budget(from('2026-06-01T00:00:00Z', 'soon')), path: 'timePeriod.endDate' },
  {
    name: 'refuses 51 emails',
    inputs: budget(told({ contactEmails: Array.from({ length: 51 }, (_, index) => `a${index}@example.com`) })),
    message: /at most 50/,
  },
  {
    name: 'refuses an item with dimension and tag',
    inputs: budget({ filter: { and: [{ ...dimension(), tags: { name: 'a', operator: 'In', values: ['b'] } }, dimension()] } }),
    path: 'filter.and[0]',
  },
]);
