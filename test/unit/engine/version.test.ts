import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goArguments } from '../../../automation/pulumi/engine/go-build';
import { pinnedEngineVersion } from '../../../automation/pulumi/engine/pinned';
import { engineRange, isFitting, parseVersion } from '../../../automation/pulumi/engine/version';

const root = join(__dirname, '..', '..', '..');
const engineFolder = join(root, 'automation', 'pulumi', 'engine');

test.each([
  ['v3.259.0', [3, 259, 0]],
  ['3.260.1\n', [3, 260, 1]],
  ['v3.259.0-alpha.x1f2', [3, 259, 0]],
  ['pulumi v3.259.0', [3, 259, 0]],
  ['', undefined],
  ['3.259', undefined],
  ['bash: not found', undefined],
])('reads a version from %j', (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test.each([
  ['the pinned version fits', [3, 259, 0], true],
  ['a later patch fits', [3, 259, 7], true],
  ['a later minor fits', [3, 300, 0], true],
  ['an earlier minor does not fit', [3, 258, 9], false],
  ['the next major does not fit', [4, 0, 0], false],
  ['an earlier major with a later minor does not fit', [2, 900, 0], false],
] as const)('%s', (_name, found, isFit) => {
  expect(isFitting([3, 259, 0], found)).toBe(isFit);
});

test('an earlier patch of the pinned minor does not fit', () => {
  expect(isFitting([3, 259, 2], [3, 259, 1])).toBe(false);
});

test('the range is told in words', () => {
  expect(engineRange('3.259.0')).toBe('>= 3.259.0 < 4');
});

test('go.mod and go.sum pin the version that package.json pins for the SDK', () => {
  const line = `github.com/pulumi/pulumi/pkg/v3 v${pinnedEngineVersion(root)}`;
  expect(readFileSync(join(engineFolder, 'go.mod'), 'utf8')).toContain(`require ${line}\n`);
  expect(readFileSync(join(engineFolder, 'go.sum'), 'utf8')).toContain(`${line} h1:`);
});

test('the build names the package that tools.go keeps in go.mod, and stamps the version into it', () => {
  const args = goArguments('/out/pulumi', '3.259.0');
  expect(readFileSync(join(engineFolder, 'tools.go'), 'utf8')).toContain(`_ "${args.at(-1)}"`);
  expect(args.join(' ')).toContain('common/version.Version=v3.259.0 -o /out/pulumi');
});
