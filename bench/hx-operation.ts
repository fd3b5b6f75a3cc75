// hx's own driving of one program, without the CLI, for programs that are not part of the product. argv: a JSON file with HxRequest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOperationDeps, hxPaths, runOperation, type OperationKind } from '../automation';
import { startServer } from '../localcloud';
import { startPack } from '../policy/index';

export interface HxRequest {
  readonly root: string;
  readonly home: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly kind: OperationKind;
  readonly module: string;
  readonly count: number;
}

async function main(request: HxRequest): Promise<void> {
  const paths = hxPaths(request.root, request.home, request.home);
  const deps = createOperationDeps({
    paths,
    engine: () => Promise.resolve({ binary: request.engine, version: request.engineVersion }),
    environment: process.env,
  });
  const summary = await runOperation(
    {
      kind: request.kind,
      // In dev violations are shown and stop nothing: the accounts of the benchmark are as plain as can be.
      targets: [{ env: 'dev', region: 'eastus', name: 'dev-eastus', isPrimary: true, isProtected: false, settings: { count: request.count } }],
      programs: [{ name: 'bench', project: 'hx-bench', module: request.module, dependsOn: [], phase: 'infrastructure' }],
      cloud: 'local',
      parallel: 1,
      waitLockMs: 0,
      includeProtected: false,
      dryRun: false,
    },
    {
      emit: () => undefined,
      confirm: () => Promise.resolve('approved'),
      startCloud: () => startServer({ folder: paths.cloud }),
      startPolicies: () =>
        startPack({ environments: join(request.root, 'infra', 'environments'), exemptions: join(request.root, 'policy', 'exemptions.yaml') }),
      cancelled: new AbortController().signal,
    },
    deps,
  );
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  process.exitCode = summary.exitCode;
}

main(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as HxRequest).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
