// Brings a commit's images into one target's registry: there already, copied by digest from where they were built, or built and pushed. Never built twice.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HxError } from '../errors';
import { readRecord, writeRecord } from '../files/durable';
import type { HxPaths } from '../paths';
import { withProcessLock } from '../process-lock';
import type { CloudName } from '../programs';
import { ensureBaseImage } from './base-image';
import { findDocker, type Docker } from './docker';
import type { RegistryClient } from './registry';
import { stageContexts } from './stage';
import { imageNames, type ImageName, type PythonEnvironment, type SourceVersion, type StepContext } from './types';

/** `images` of the settings that the images program is given. */
export interface ImagesInput {
  readonly tag: string;
  readonly sha: string;
  readonly images: Readonly<Record<ImageName, ImageInput>>;
}
export type ImageInput =
  | { readonly build: { readonly context: string; readonly dockerfile: string; readonly args: Readonly<Record<string, string>>; readonly digest: string } }
  | { readonly promoted: { readonly digest: string } };

export interface BringRequest extends StepContext {
  readonly paths: HxPaths;
  readonly cloud: CloudName;
  readonly source: SourceVersion;
  readonly tag: string;
  /** Of the target's registry. */
  readonly loginServer: string;
  readonly python: PythonEnvironment;
  /** Gets the staged contexts, and loses them again. */
  readonly folder: string;
}

export interface BringPorts {
  /** The registry behind a login server; the target's own, or one to copy from. */
  readonly registry: (loginServer: string) => Promise<RegistryClient>;
  /** Tag that the images stack of the target was last run with. */
  readonly deliveredTag: () => Promise<string | undefined>;
  /** Runs the images program on this input; gives `<login server>/<image>@sha256:…` by image. `docker` is there where something is to be built. */
  readonly run: (input: ImagesInput, docker: Docker | undefined) => Promise<Readonly<Record<ImageName, string>>>;
}

export interface Brought {
  readonly how: 'built' | 'unchanged' | 'promoted';
  readonly message: string;
  readonly images: Readonly<Record<ImageName, { readonly reference: string; readonly digest: string }>>;
}

/** What was built of one commit, and in which registry it surely was. */
interface BuildRecord {
  readonly version: 1;
  readonly tag: string;
  readonly builtAt: string;
  readonly loginServer: string;
  readonly digests: Readonly<Record<ImageName, string>>;
  /** Image id of the base. */
  readonly base: string;
}

const recordPath = ({ paths, cloud, tag }: BringRequest): string => join(paths.images, cloud, `${tag}.json`);

/** One at a time for a commit, whichever target and process asks: who comes second finds what the first has built. */
export async function bringImages(request: BringRequest, ports: BringPorts, now: () => Date): Promise<Brought> {
  const { cancelled, report } = request;
  const lock = `${recordPath(request)}.lock`;
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  const onWait = (owner: string): void => report(`process ${owner} brings the images of this commit; waiting for it`);
  return withProcessLock(lock, { onWait, cancelled }, () => bringAlone(request, ports, now));
}

async function bringAlone(request: BringRequest, ports: BringPorts, now: () => Date): Promise<Brought> {
  const record = await readRecord<BuildRecord>(recordPath(request), 1);
  if (record === undefined) return build(request, ports, now);
  const own = await ports.registry(request.loginServer);
  if (await hasAll(own, record)) {
    // Pushed, but the stack tells of another commit: a run was cut off, or an earlier commit is delivered again.
    if ((await ports.deliveredTag()) !== request.tag) await ports.run(promotedInput(request, record), undefined);
    const images = referencesOf(request.loginServer, record.digests);
    return {
      how: 'unchanged',
      message: `nothing is built: ${record.tag.slice(0, 12)} was built ${record.builtAt.slice(0, 16).replace('T', ' ')} UTC, and ${request.loginServer} has it by digest`,
      images,
    };
  }
  const from = await ports.registry(record.loginServer);
  if (record.loginServer !== request.loginServer && (await hasAll(from, record))) return promote(request, ports, record, { own, from });
  request.report(`the images of ${record.tag} are in no registry any more, and are built anew`);
  return build(request, ports, now);
}

const hasAll = async (client: RegistryClient, { digests }: BuildRecord): Promise<boolean> => {
  const found = await Promise.all(imageNames.map((name) => client.digestOf(name, digests[name])));
  return imageNames.every((name, index) => found[index] === digests[name]);
};

const referencesOf = (loginServer: string, digests: BuildRecord['digests']): Brought['images'] => {
  const one = (name: ImageName): { reference: string; digest: string } => ({ reference: `${loginServer}/${name}@${digests[name]}`, digest: digests[name] });
  return { 'etl-ingestion': one('etl-ingestion'), 'etl-transformation': one('etl-transformation') };
};

interface Clients {
  readonly own: RegistryClient;
  readonly from: RegistryClient;
}

async function promote(request: BringRequest, ports: BringPorts, record: BuildRecord, { own, from }: Clients): Promise<Brought> {
  for (const name of imageNames) {
    request.report(`copying ${name}@${record.digests[name].slice(0, 19)} from ${record.loginServer}`);
    await own.copyFrom(from, name, record.digests[name], record.tag);
  }
  await ports.run(promotedInput(request, record), undefined);
  return { how: 'promoted', message: `copied by digest from ${record.loginServer}`, images: referencesOf(request.loginServer, record.digests) };
}

const promotedInput = (request: BringRequest, { digests }: BuildRecord): ImagesInput => inputOf(request, (name) => ({ promoted: { digest: digests[name] } }));

const inputOf = ({ tag, source }: BringRequest, imageOf: (name: ImageName) => ImageInput): ImagesInput => ({
  tag,
  sha: source.sha,
  images: { 'etl-ingestion': imageOf('etl-ingestion'), 'etl-transformation': imageOf('etl-transformation') },
});

async function build(request: BringRequest, ports: BringPorts, now: () => Date): Promise<Brought> {
  const { paths, cloud, source, tag, loginServer, python, folder } = request;
  // Before minutes are spent on wheels.
  const docker = await findDocker(request);
  const base = await ensureBaseImage({ ...request, cache: paths.cache, docker });
  if (base.source === 'made' && cloud === 'azure') {
    throw new HxError('failure', 'the base image could not be pulled, and one that is made here has no security updates: it goes to no Azure registry', {
      suggestion: 'let this machine reach its registry of base images, then run the same command again',
    });
  }
  request.report('staging what the images are built from');
  const contexts = await stageContexts({ ...request, root: paths.root, cache: paths.cache, folder, source, python });
  const staged = (name: ImageName): ImageInput => {
    const { context, dockerfile, args, digest } = contexts[name];
    return { build: { context, dockerfile, args: { ...args, BASE_IMAGE: base.reference }, digest } };
  };
  const references = await ports.run(inputOf(request, staged), docker);
  const digests = { 'etl-ingestion': digestIn(references['etl-ingestion']), 'etl-transformation': digestIn(references['etl-transformation']) };
  const record: BuildRecord = { version: 1, tag, builtAt: now().toISOString(), loginServer, digests, base: base.id };
  await writeRecord(recordPath(request), record);
  return { how: 'built', message: `built and pushed to ${loginServer}`, images: referencesOf(loginServer, digests) };
}

const digestIn = (reference: string): string => {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (digest === undefined) throw new Error(`${reference} names no digest`);
  return digest;
};
