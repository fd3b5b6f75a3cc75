import { accepts, cloudWithGroup, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { addSubnet, cloudWithNetwork } from './worlds';

const egress = { name: 'egress', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.9.4' };
const table: Table = {
  token: 'azure-native:network:RouteTable',
  base: { routeTableName: 'rt1', resourceGroupName: 'rg1', location: 'westeurope', routes: [egress] },
};

accepts(table, [
  ['a route to an appliance', {}],
  ['no routes', { routes: undefined }],
  ['a service tag', { 'routes.1': { name: 'control', addressPrefix: 'AzureDatabricks', nextHopType: 'Internet' } }],
]);
refuses(table, [
  ['an appliance without an address', { 'routes.0.nextHopIpAddress': undefined }],
  ['an address of something else', { 'routes.0.nextHopType': 'Internet' }],
  ['an unknown next hop', { 'routes.0.nextHopType': 'Firewall' }],
  ['two routes of one name', { 'routes.1': { ...egress, name: 'Egress', addressPrefix: '10.9.0.0/16' } }],
  ['two routes to one range', { 'routes.1': { ...egress, name: 'again' } }, 'RouteConflict'],
  ['no range', { 'routes.0.addressPrefix': '10.0.0.0' }],
  ['a name with a space', { routeTableName: 'rt 1' }],
]);
refusesUpdates(table, [['another location', { location: 'northeurope' }, 'InvalidResourceLocation']]);
plans(table, [
  ['another route as an update', { 'routes.0.nextHopIpAddress': '10.0.9.5' }, 'update'],
  ['another name as a replacement', { routeTableName: 'rt2' }, 'replace'],
]);

test('a table that a subnet uses is not removed', () => {
  const cloud = cloudWithNetwork();
  const routes = cloud.create(table.token, table.base);
  const subnet = addSubnet(cloud, 'snet1', '10.0.1.0/24', { routeTable: { id: routes.id } });
  expect(cloud.read(routes)?.outputs['subnets']).toEqual([{ id: subnet.id }]);
  expect(cloud.refusal(() => cloud.remove(routes)).code).toBe('InUseRouteTableCannotBeDeleted');
  cloud.remove(subnet);
  cloud.remove(routes);
  expect(cloud.read(routes)).toBeUndefined();
});

test('a route table propagates gateway routes unless told not to', () => {
  expect(cloudWithGroup().create(table.token, table.base).outputs).toMatchObject({
    disableBgpRoutePropagation: false,
    routes: [{ provisioningState: 'Succeeded' }],
  });
});
