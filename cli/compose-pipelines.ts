// Pipelines behind the CLI's port: Data Factory for Azure, this machine for the local cloud; which activities there are, infra says.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSlotRecord, readStackExport, type CloudName, type HxPaths, type OperationDeps, type Program, type Target } from '../automation';
import { holdTarget } from '../automation/deliver';
import { HxError } from '../automation/errors';
import { ensurePython, runEtl } from '../automation/etl';
import { azureTokens } from '../automation/azure';
import { callerFacts, dataFactoryRunner, localRunner, masker, type PipelineRunner, type PipelineSlot } from '../automation/pipeline';
import { activityHours, notebookSteps, pipelineName } from '../infra';
import type { Composition } from './compose';
import { openLocalWarehouse } from './compose-cloud';
import type { OpenPipeline, Pipeline, PipelineTerms } from './pipelines';
import { cloudLabel } from './render/words';

export interface PipelineComposition extends Composition {
  readonly paths: HxPaths;
  readonly programs: readonly Program[];
  readonly deps: () => Promise<OperationDeps>;
}

const activityMs = activityHours * 3_600_000;

export function composePipelines(composition: PipelineComposition): OpenPipeline {
  return async (terms) => {
    const stacks = await stacksOf(terms.target, terms.cloud, composition);
    const outputs: Readonly<Record<string, unknown>> = Object.assign({}, ...stacks.map((stack) => stack.outputs));
    return terms.cloud === 'azure' ? inAzure(terms, outputs, composition) : here(terms, JSON.stringify({ version: 1, stacks }), outputs, composition);
  };
}

interface ExportedStack {
  readonly version: 1;
  readonly env: string;
  readonly region: string;
  readonly cloud: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

async function stacksOf(target: Target, cloud: CloudName, { paths, programs }: PipelineComposition): Promise<readonly ExportedStack[]> {
  const needed = programs.filter(({ name }) => name === 'platform' || name === 'lakehouse');
  const files = await Promise.all(needed.map((program) => readStackExport(paths, target, program, cloud)));
  return files.map((file, index) => {
    if (file !== undefined) return { version: 1, env: file.env, region: file.region, cloud: file.cloud, outputs: file.outputs };
    throw new HxError(
      'stackNotFound',
      `${target.name} has no ${needed[index]?.name ?? ''} on ${cloudLabel(cloud)}: it was never updated, or it is destroyed.`,
      {
        target: target.name,
        suggestion: `hx up --env ${target.env} --region ${target.region} --cloud ${cloud}`,
      },
    );
  });
}

const textOf = (outputs: Readonly<Record<string, unknown>>, name: string): string => (typeof outputs[name] === 'string' ? outputs[name] : '');
const asSlot = (text: string): PipelineSlot | undefined => (text === 'blue' || text === 'green' ? text : undefined);

function inAzure({ target }: PipelineTerms, outputs: Readonly<Record<string, unknown>>, { env, paths, cancelled }: PipelineComposition): Pipeline {
  const runner = dataFactoryRunner({
    ...{ endpoint: 'https://management.azure.com', tokens: azureTokens({ environment: env, cancelled, now: Date.now }), cancelled, backoffMs: 1000 },
    ...{ factoryId: textOf(outputs, 'dataFactoryId'), target: target.name, pipelineOf: pipelineName, pollMs: 10_000, now: () => new Date() },
    activities: notebookSteps.map(({ activity }) => activity),
  });
  // The last switch decides; before the first one, what the programs began with.
  const liveSlot = async (): Promise<PipelineSlot | undefined> =>
    (await readSlotRecord(paths, 'azure', target.name))?.live ?? asSlot(textOf(outputs, 'liveSlot'));
  return { runner, liveSlot, isExecutedHere: false, delivery: (source) => source };
}

function here({ target, waitMs }: PipelineTerms, exports: string, outputs: Readonly<Record<string, unknown>>, composition: PipelineComposition): Pipeline {
  const { env, paths, tell, cancelled } = composition;
  const { root, cache, home } = paths;
  const folder = join(home, 'pipelines', target.name);
  const facts = callerFacts();
  const started = facts.processStart(process.pid);
  const redact = masker(env);
  const environment = handedOn(env);
  const python = () => ensurePython({ root, cache, environment: env, cloud: 'local', report: tell, cancelled });
  const warehouse = ({ python: interpreter }: { readonly python: string }) => openLocalWarehouse(paths, interpreter, target.name);
  const runner = localRunner({
    ...{
      folder,
      root,
      target: target.name,
      pipelineOf: pipelineName,
      timeoutMs: activityMs,
      waitMs,
      python,
      warehouse,
      exports: () => Promise.resolve(exports),
    },
    ...{ environment, redact, facts, now: () => new Date(), cancelled, tell },
    steps: notebookSteps.map(({ activity, command }) => ({ activity, command })),
    owner: {
      pid: process.pid,
      host: facts.host,
      ...(started ? { processStart: started } : {}),
      ...(facts.bootId === undefined ? {} : { bootId: facts.bootId }),
    },
  });
  const liveSlot = async (): Promise<PipelineSlot | undefined> => {
    const found = await python();
    const session = await warehouse(found);
    const schemas = (['live', 'blue', 'green'] as const).flatMap((name) => [`--${name}-schema`, textOf(outputs, `${name}Schema`)]);
    const run = { python: found, root, environment: { ...environment, ...session.environment }, logFile: join(folder, 'slots.log'), timeoutMs: activityMs };
    try {
      return (await runEtl('slots', schemas, { ...run, cancelled, redact })).live ?? undefined;
    } finally {
      await session.stop();
    }
  };
  return {
    runner: exclusive(runner, { target: target.name, waitMs }, composition),
    liveSlot,
    isExecutedHere: true,
    delivery: (source) => folderOf(source, env),
  };
}

/** A run and a delivery of the same target exclude each other: what one judges, the other must not load into. */
function exclusive(
  runner: PipelineRunner,
  { target, waitMs }: { readonly target: string; readonly waitMs: number },
  composition: PipelineComposition,
): PipelineRunner {
  const { tell, cancelled } = composition;
  const releases = new Map<string, Promise<void>>();
  return {
    ...runner,
    start: async (request) => {
      const lease = await holdTarget(
        { target, runId: 'pipeline', operation: 'pipeline', waitMs, signal: cancelled, notice: tell, onLost: () => undefined },
        await composition.deps(),
      );
      try {
        const runId = await runner.start(request);
        const ended = runner.follow(runId, () => undefined).catch(() => undefined);
        releases.set(
          runId,
          ended.then(() => lease.release()),
        );
        return runId;
      } catch (error) {
        await lease.release();
        throw error;
      }
    },
    follow: async (runId, onActivity) => {
      try {
        return await runner.follow(runId, onActivity);
      } finally {
        await releases.get(runId);
      }
    },
  };
}

/** What finds programs and the network, and what the page of the ETL lets a person set. Nothing secret but the address of telemetry. */
const handedOnNames =
  /^(PATH|HOME|USER|LOGNAME|LANG|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|HX_(QUALITY_CHECKS|DBT_PROJECT|TELEMETRY_FILE)|OTEL_.*|APPLICATIONINSIGHTS_CONNECTION_STRING|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|SSL_CERT_(FILE|DIR))$/;
/** Of those, the ones that are paths: the child has another working folder. */
const paths = /^HX_(QUALITY_CHECKS|DBT_PROJECT|TELEMETRY_FILE)$/;

const handedOn = (env: Composition['env']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value && handedOnNames.test(name) ? [[name, paths.test(name) ? resolve(value) : value] as const] : [])),
  );

function folderOf(source: string | undefined, env: Composition['env']): string {
  const given = source ?? (env['HX_LANDING_DIR'] || undefined);
  if (given === undefined) throw new HxError('usage', 'In the local cloud a run must be told where the delivery is.', { suggestion: '--source <folder>' });
  const from = source === undefined ? 'HX_LANDING_DIR' : '--source';
  if (statSync(given, { throwIfNoEntry: false })?.isDirectory() !== true) throw new HxError('usage', `${from} is '${given}', and that is no folder.`);
  return resolve(given);
}
