// Stack exports under HX_HOME/exports: written after a run, read by outputs and app steps.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, writeRecord } from '../files/durable';
import type { Json, JsonObject } from '../json';
import type { HxPaths } from '../paths';
import type { CloudName, Program } from '../programs';
import type { Deployment } from '../state/pending';
import type { Target } from '../targets';
import { readSlotRecord } from './slots';
import type { StackExport, StackId, TargetOutputs } from './types';

export const exportPath = (paths: HxPaths, { cloud, project, stack }: StackId): string => join(paths.exports, cloud, project, `${stack}.json`);

/** The export of the last run that wrote the stack; undefined where there never was one, or the stack is destroyed. */
export function readStackExport(paths: HxPaths, target: Target, program: Program, cloud: CloudName): Promise<StackExport | undefined> {
  return readRecord<StackExport>(exportPath(paths, { cloud, project: program.project, stack: target.name }), 1);
}

/** From the exports alone: starts no engine and asks no cloud. */
export async function readOutputs(paths: HxPaths, target: Target, programs: readonly Program[], cloud: CloudName): Promise<TargetOutputs> {
  const found = await Promise.all(programs.map(async (program) => ({ program, file: await readStackExport(paths, target, program, cloud) })));
  const files = found.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const slot = await readSlotRecord(paths, cloud, target.name);
  const exportedAt = files.map((file) => file.exportedAt).sort()[0];
  return {
    target: target.name,
    env: target.env,
    region: target.region,
    // The programs know the first live slot alone; deliveries switch it.
    outputs: Object.assign({}, ...files.map((file) => file.outputs), slot === undefined || files.length === 0 ? {} : { liveSlot: slot.live }) as JsonObject,
    secretOutputs: files.flatMap((file) => file.secretOutputs),
    ...(exportedAt === undefined ? {} : { exportedAt }),
    missing: found.flatMap(({ program, file }) => (file === undefined && program.phase === 'infrastructure' ? [program.name] : [])),
  };
}

export const writeStackExport = (paths: HxPaths, file: StackExport): Promise<void> => writeRecord(exportPath(paths, file), file);

export const removeStackExport = (paths: HxPaths, id: StackId): Promise<void> => rm(exportPath(paths, id), { force: true });

/** Pulumi marks secrets, assets and resource references in a state by this key. */
const specialMark = '4dabf18193072939515e22adb298388d';
const secretKind = '1b47061264138c4ac30d75fd1eb44270';

const hasSecret = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasSecret);
  const entries = value as Readonly<Record<string, unknown>>;
  return entries[specialMark] === secretKind || Object.values(entries).some(hasSecret);
};

/** The stack outputs that a state records: plain ones, and the names of those that are or hold a secret. */
export function outputsOf(deployment: Deployment): Pick<StackExport, 'outputs' | 'secretOutputs'> {
  const stack = (deployment.resources ?? []).find(({ type }) => type === 'pulumi:pulumi:Stack');
  const entries = Object.entries(stack?.outputs ?? {});
  return {
    outputs: Object.fromEntries(entries.filter(([, value]) => !hasSecret(value)).map(([name, value]) => [name, value as Json])),
    secretOutputs: entries.filter(([, value]) => hasSecret(value)).map(([name]) => name),
  };
}
