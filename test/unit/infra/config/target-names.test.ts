import { listTargetNames } from '../../../../infra/config/target-names';
import { folderOf, loaded, removeFolders, shipped, shippedFolder } from '../environment-files';

afterAll(removeFolders);

test('completion knows the names that the loader knows', () => {
  const expected = loaded(shippedFolder).environments.map(({ environment, regions }) => ({ environment, regions: Object.keys(regions) }));
  expect(listTargetNames(shippedFolder)).toEqual(expected);
});

test('CRLF, comments, quotes and overrides do not mislead it', () => {
  const text = [
    'environment: qa',
    'regions: # all of them',
    '',
    '  # the first',
    '  "eastus":',
    '    primary: true',
    '    databricks:',
    '      workers: {max: 1}',
    '  westus2: {addressSpace: 10.0.0.0/16}',
    'waves:',
    '  - [eastus]',
  ].join('\r\n');
  expect(listTargetNames(folderOf({ 'qa.yaml': text }))).toEqual([{ environment: 'qa', regions: ['eastus', 'westus2'] }]);
});

test('files that are half written, binary or wrong cost no error and no name', () => {
  expect(
    listTargetNames(
      folderOf({
        'a.yaml': 'regions:\n  eas',
        'b.yaml': Uint8Array.of(0xff, 0, 1),
        'c.yaml': '',
        'd.yml': shipped('dev'),
        '$(id).yaml': 'regions:\n  $(id):\n',
      }),
    ),
  ).toEqual([
    { environment: 'a', regions: [] },
    { environment: 'b', regions: [] },
    { environment: 'c', regions: [] },
  ]);
  expect(listTargetNames('/nowhere/at/all')).toEqual([]);
});

test('a name that a shell could act on is never offered', () => {
  const text = 'regions:\n  $(id):\n    x: 1\n  ../x:\n  -C:\n  eastus:\n';
  expect(listTargetNames(folderOf({ 'a.yaml': text, '-C.yaml': '', '..x.yaml': '' }))).toEqual([{ environment: 'a', regions: ['eastus'] }]);
});
