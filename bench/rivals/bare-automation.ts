// The rival of `hx preview`: the same programs previewed by the Automation API as its documentation shows it, in a process of its own.
// argv: a JSON file with BareRequest. Uses the same local cloud, so that only the driving differs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalWorkspace, PulumiCommand } from '@pulumi/pulumi/automation';
import { writePackFile } from '../../automation/pulumi';
import { startServer } from '../../localcloud';
import { startPack } from '../../policy/index';

export interface BareRequest {
  readonly home: string;
  readonly engineRoot: string;
  readonly stack: string;
  /** Folder of the project whose policy pack judges the previews; absent for none. */
  readonly policiesOf?: string;
  readonly programs: readonly { readonly project: string; readonly module: string; readonly input: object }[];
}

interface ProgramModule {
  readonly program: (input: object) => Promise<Record<string, unknown>>;
}

async function main(request: BareRequest): Promise<void> {
  const cloud = await startServer({ folder: `${request.home}/cloud` });
  const { policiesOf } = request;
  const pack =
    policiesOf === undefined
      ? undefined
      : await startPack({ environments: join(policiesOf, 'infra/environments'), exemptions: join(policiesOf, 'policy/exemptions.yaml') });
  const pulumiCommand = await PulumiCommand.get({ root: request.engineRoot });
  for (const { project, module, input } of request.programs) {
    // oxlint-disable-next-line typescript/no-require-imports -- the program's path is data
    const { program } = require(module) as ProgramModule;
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: request.stack, projectName: project, program: () => program(input) },
      {
        pulumiCommand,
        pulumiHome: `${request.home}/pulumi`,
        projectSettings: { name: project, runtime: 'nodejs', backend: { url: `file://${request.home}/state` } },
        envVars: {
          ...cloud.environment,
          PULUMI_CONFIG_PASSPHRASE: 'bench',
          PULUMI_SKIP_UPDATE_CHECK: 'true',
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        },
      },
    );
    const attached = await pack?.attach(request.stack, true);
    const policyPacks = attached === undefined ? [] : [await writePackFile(request.home, 'pack', attached.port)];
    const { changeSummary } = await stack.preview({ policyPacks });
    process.stdout.write(`${JSON.stringify({ project, changes: changeSummary })}\n`);
  }
  await Promise.all([cloud.stop(), pack?.stop()]);
}

main(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BareRequest).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
