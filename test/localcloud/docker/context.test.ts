import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextDigest, ignoredBy } from '../../../localcloud/docker/context';

describe('the digest of a build context', () => {
  let folder: string;
  const digest = (): Promise<string> => contextDigest(folder, join(folder, 'Dockerfile'));
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-context-'));
    mkdirSync(join(folder, 'a'));
    write('Dockerfile', 'FROM scratch');
    write('a/one', '1');
    write('two', '2');
    symlinkSync('two', join(folder, 'link'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is the same for the same files, wherever they lie and whenever they were written', async () => {
    const before = await digest();
    utimesSync(join(folder, 'two'), 1, 1);
    expect(await digest()).toBe(before);
    renameSync(folder, `${folder}-moved`);
    expect(await contextDigest(`${folder}-moved`, join(`${folder}-moved`, 'Dockerfile'))).toBe(before);
    renameSync(`${folder}-moved`, folder);
  });

  test.each<[string, () => void]>([
    ['content', () => write('a/one', '9')],
    ['name', () => renameSync(join(folder, 'two'), join(folder, 'three'))],
    ['mode', () => chmodSync(join(folder, 'two'), 0o755)],
    ['a new file', () => write('a/new', '')],
    ['the Dockerfile', () => write('Dockerfile', 'FROM scratch\nLABEL a=b')],
    [
      'what a link points to',
      () => {
        unlinkSync(join(folder, 'link'));
        symlinkSync('a/one', join(folder, 'link'));
      },
    ],
  ])('differs by %s', async (_what, change) => {
    const before = await digest();
    change();
    expect(await digest()).not.toBe(before);
  });

  test('leaves out what .dockerignore names, but never the Dockerfile', async () => {
    write('.dockerignore', '*\n!two\n');
    const before = await digest();
    write('a/one', 'other');
    expect(await digest()).toBe(before);
    write('two', 'other');
    expect(await digest()).not.toBe(before);
    const after = await digest();
    write('Dockerfile', 'FROM scratch\nLABEL a=b');
    expect(await digest()).not.toBe(after);
  });

  test('needs its files', async () => {
    await expect(contextDigest(folder, join(folder, 'none'))).rejects.toThrow('ENOENT');
    await expect(contextDigest(join(folder, 'none'), join(folder, 'Dockerfile'))).rejects.toThrow('ENOENT');
  });
});

test.each<[string, readonly string[], readonly string[]]>([
  ['# a comment\n\n*.pyc', ['a.pyc'], ['b/a.pyc', 'a.py', '# a comment']],
  ['**/*.pyc', ['a.pyc', 'b/c/a.pyc'], ['a.pyco']],
  ['/build/', ['build', 'build/x/y'], ['abuild', 'x/build']],
  ['a?c', ['abc'], ['ac', 'a/c']],
  ['docs\n!docs/keep.md', ['docs/x.md'], ['docs/keep.md']],
  ['a.b', ['a.b'], ['axb']],
  ['a/**/z', ['a/z', 'a/b/c/z'], ['b/z']],
])('.dockerignore %j leaves out %j and keeps %j', (text, out, kept) => {
  const isIgnored = ignoredBy(text);
  expect([...out, ...kept].filter(isIgnored)).toEqual(out);
});
