// One operation over many targets: the door. Makes the run, starts the cloud, and turns everything that happens into a summary.
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { mustHaveCredentials } from '../credentials';
import { HxError, toErrorRecord } from '../errors';
import type { OperationSummary, StackResult } from '../events';
import { hostFacts, userName } from '../lease/host';
import type { CloudSession, Engine, OperationPorts, OperationRequest, OperationSetup } from '../operation';
import { allowedEnvironment, ensurePassphrase, isWritable, workerEngines } from '../pulumi';
import { existing } from '../records/delivered';
import { redactor, secretsIn } from '../redact';
import type { StackUnit } from '../stack-engine';
import { emitter, newRun, newRunId, type OperationDeps, type Run } from './context';
import { dropOldRuns } from './old-runs';
import { Operation } from './operation';
import { unitsOf } from './schedule';
import { summaryOf } from './summary';

export type { OperationDeps } from './context';

const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** `worker` is the compiled worker; the built one by default. */
export function createOperationDeps(setup: OperationSetup, worker: string = join(__dirname, '../pulumi/worker.js')): OperationDeps {
  let engine: Promise<Engine> | undefined;
  return {
    paths: setup.paths,
    openEngine: workerEngines({
      worker,
      environment: { ...allowedEnvironment(setup.environment), NODE_COMPILE_CACHE: join(setup.paths.cache, 'compiled') },
    }),
    engine: () => (engine ??= setup.engine()),
    environment: setup.environment,
    now: () => new Date(),
    facts: hostFacts(),
    freeBytes,
    user: userName(),
    pid: process.pid,
    mustHaveCredentials: (cloud) => mustHaveCredentials(cloud, setup.environment),
  };
}

/** What must hold before anything is begun: credentials, a writable home. Gives the secrets that must be masked. */
const preflight = async (request: OperationRequest, deps: OperationDeps): Promise<readonly string[]> => {
  await deps.mustHaveCredentials(request.cloud);
  if (!(await isWritable(deps.paths.home))) {
    throw new HxError('failure', `${deps.paths.home} can't be written`, { suggestion: 'make it writable, or set HX_HOME to a folder that is' });
  }
  return [await ensurePassphrase(deps.paths), ...secretsIn(deps.environment)];
};

const notStarted = (unit: StackUnit, error: unknown): StackResult => {
  const record = toErrorRecord(error);
  const result = record.reason === 'cancelled' ? 'cancelled' : 'failed';
  return {
    target: unit.target.name,
    stack: unit.name,
    program: unit.program.name,
    result,
    changes: {},
    durationMs: 0,
    error: { ...record, target: unit.target.name },
  };
};

const withCloud = async (run: Run, units: readonly StackUnit[]): Promise<readonly StackResult[]> => {
  // A cloud that can't start is reported where it is first needed.
  run.session.catch(() => undefined);
  // So is a pack; what previews or updates needs it, and it loads meanwhile.
  if (run.request.kind === 'up' || run.request.kind === 'preview') run.policies().catch(() => undefined);
  try {
    return await new Operation(run, units).perform();
  } finally {
    const session: CloudSession | undefined = await run.session.catch(() => undefined);
    const policies = run.hasPolicies() ? await run.policies().catch(() => undefined) : undefined;
    await Promise.all([session?.stop(), policies?.stop()]);
    await dropOldRuns(run.deps.paths.runs);
  }
};

/**
 * Runs one operation and emits its events, the summary last. Rejects only for a wrong request (HxError `usage`) or a bug: a refusal, a
 * failure, a cancel and a declined confirmation are results, and `summary.exitCode` is the exit code.
 */
export async function runOperation(request: OperationRequest, ports: OperationPorts, deps: OperationDeps): Promise<OperationSummary> {
  const all = unitsOf(request.targets, request.programs, request.cloud, request.upstream);
  // A deployment that never was leaves nothing to destroy, and nothing to tell of.
  const units = request.kind === 'destroy' ? await existing(all, deps.paths) : all;
  const id = newRunId(deps.now());
  let emit = emitter(ports, redactor(secretsIn(deps.environment)), deps.now);
  emit.raw({
    type: 'operation-started',
    time: deps.now().toISOString(),
    operation: request.kind,
    runId: id,
    cloud: request.cloud,
    targets: request.targets.map(({ name }) => name),
  });
  let results: readonly StackResult[];
  try {
    const secrets = await preflight(request, deps);
    emit = emitter(ports, redactor(secrets), deps.now);
    const run = newRun(request, ports, deps, secrets, emit, id);
    for (const target of request.targets) emit.raw({ type: 'target-started', time: deps.now().toISOString(), target: target.name });
    results = await withCloud(run, units);
  } catch (error) {
    if (!(error instanceof HxError)) throw error;
    results = units.map((unit) => notStarted(unit, error));
  }
  const summary = summaryOf(request.kind, id, results, deps.now().toISOString());
  emit.raw(summary);
  return summary;
}
