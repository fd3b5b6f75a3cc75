// Entry of the pack under the bare Pulumi CLI (`pulumi preview --policy-pack policy`): serves the engine that started it, and prints the port.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRules } from '../rules';
import { serveStack } from './serve';

/** The project's folder, from the built file or from the source. */
function projectRoot(folder: string): string {
  if (existsSync(join(folder, 'Pulumi.yaml'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('the policy pack lies in no hx project: no Pulumi.yaml above it');
  return projectRoot(parent);
}

async function main(): Promise<void> {
  const root = projectRoot(__dirname);
  const rules = await readRules({ environments: join(root, 'infra', 'environments'), exemptions: join(root, 'policy', 'exemptions.yaml') }, new Date());
  if (rules.mistakes.length > 0) throw new Error(rules.mistakes.join('\n'));
  const { port } = await serveStack({ judgementOf: rules.judgementOf });
  process.stdout.write(`${port}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`hx policies: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
