import { mustBeVolumePath, workspaceEndpoint } from '../../../automation/azure';

describe('a path of a volume', () => {
  test.each([
    '',
    'Volumes/a/b/c/d',
    '/Volumes/a/b/c',
    '/Volumes/a/b/c/',
    '/Volumes/a//c/d',
    '/Volumes/a/b/c/../d',
    '/Volumes/a/b/c/.',
    '/Workspace/a/b/c/d',
    '/Volumes/a b/b/c/d',
    '/Volumes/a/b/c/d\n',
  ])('%j is refused', (path) => {
    expect(() => mustBeVolumePath(path)).toThrow('is no path below a volume');
  });

  test('may have letters, digits, dots, hyphens and underscores', () => {
    expect(() => mustBeVolumePath('/Volumes/a/b/c/.keep-it_2.sql')).not.toThrow();
  });
});

describe("the workspace's address", () => {
  test.each(['https://adb-1.2.azuredatabricks.net', 'https://adb-1.2.azuredatabricks.net/'])('%j gets a token', (url) => {
    expect(workspaceEndpoint(url)).toBe('https://adb-1.2.azuredatabricks.net');
  });

  test.each([
    undefined,
    '',
    'http://adb-1.2.azuredatabricks.net',
    'https://azuredatabricks.net.example.com',
    'https://x@adb-1.2.azuredatabricks.net',
    'https://example.com/.azuredatabricks.net',
    'https://adb-1.2.azuredatabricks.net:8443',
    'https://adb-1.2.azuredatabricks.net/x',
  ])('%j gets none', (url) => {
    expect(() => workspaceEndpoint(url)).toThrow('is no workspace of Azure Databricks');
  });
});
