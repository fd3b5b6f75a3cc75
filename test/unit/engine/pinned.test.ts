import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedEngineVersion } from '../../../automation/pulumi/engine';
import { engineProgram } from '../../../automation/pulumi/engine/tool';
import { goArguments } from '../../../automation/tools';

const root = join(__dirname, '..', '..', '..');
const engineFolder = join(root, engineProgram.module);

test('go.mod and go.sum pin the version that package.json pins for the SDK', () => {
  const line = `github.com/pulumi/pulumi/pkg/v3 v${pinnedEngineVersion(root)}`;
  expect(readFileSync(join(engineFolder, 'go.mod'), 'utf8')).toContain(`require ${line}\n`);
  expect(readFileSync(join(engineFolder, 'go.sum'), 'utf8')).toContain(`${line} h1:`);
});

test('the build names the package that tools.go keeps in go.mod, and stamps the version into it', () => {
  const args = goArguments(engineProgram, '/out/pulumi', '3.259.0');
  expect(readFileSync(join(engineFolder, 'tools.go'), 'utf8')).toContain(`_ "${args.at(-1)}"`);
  expect(args.join(' ')).toContain('common/version.Version=v3.259.0 -o /out/pulumi');
});
