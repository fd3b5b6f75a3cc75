// Stages one build context per image: exactly the files that it is made of, the same bytes and times for the same commit. Builds no image.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { buildApplication } from './application';
import { lockedRequirements, lockedSbom } from './lock';
import { sbomOf } from './sbom';
import { sealFolder, sha256Of } from './seal';
import { imageNames, type ImageName, type PythonEnvironment, type SourceVersion, type StagedContext, type StagedContexts, type StepContext } from './types';
import { copyWheels, vendorWheels, type Wheel } from './wheels';

export interface StageOptions extends StepContext {
  /** The project's root. */
  readonly root: string;
  /** HX_CACHE. */
  readonly cache: string;
  /** Gets one folder an image; what was there of an image is replaced. */
  readonly folder: string;
  readonly source: SourceVersion;
  readonly python: PythonEnvironment;
}

interface Recipe {
  readonly dockerfile: string;
  /** Extras of app/pyproject.toml. Both images run against PostgreSQL and Databricks, so that the one that was tested is the one that is promoted. */
  readonly extras: readonly string[];
  /** Folders of app/ that go in as they are. */
  readonly folders: readonly string[];
}

const recipes: Readonly<Record<ImageName, Recipe>> = {
  'etl-ingestion': { dockerfile: 'ingestion.Dockerfile', extras: ['azure', 'databricks'], folders: [] },
  'etl-transformation': { dockerfile: 'transformation.Dockerfile', extras: ['azure', 'databricks', 'dbt', 'dbt-databricks'], folders: ['dbt'] },
};
const allExtras = [...new Set(imageNames.flatMap((name) => recipes[name].extras))];

/** What both images share, made once. */
interface Parts {
  /** The files of app/ that git knows. */
  readonly app: string;
  readonly application: Wheel;
  readonly wheels: readonly Wheel[];
}

/**
 * One context per image below `folder`: Dockerfile, locked requirements, vendored wheels, the wheel of app/, SBOM. Throws HxError `failure` where a
 * step fails, `cancelled` when asked to stop; leaves no half of a context then.
 */
export async function stageContexts(options: StageOptions): Promise<StagedContexts> {
  await mkdir(options.folder, { recursive: true });
  const scratch = await mkdtemp(join(options.folder, '.staging-'));
  try {
    const parts = await makeParts(scratch, options);
    const stage = async (name: ImageName): Promise<StagedContext> => stageOne(name, parts, scratch, options);
    return { 'etl-ingestion': await stage('etl-ingestion'), 'etl-transformation': await stage('etl-transformation') };
  } catch (error) {
    await Promise.all(imageNames.map((name) => rm(join(options.folder, name), { recursive: true, force: true })));
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeParts(scratch: string, options: StageOptions): Promise<Parts> {
  const { app, file, path } = await buildApplication(scratch, options);
  const application = { file, path, sha256: await sha256Of(path) };
  const everything = await lockedRequirements(app, allExtras, join(scratch, 'all.txt'), options);
  return { app, application, wheels: await vendorWheels(everything, options.cache, options.python, options) };
}

async function stageOne(name: ImageName, parts: Parts, scratch: string, options: StageOptions): Promise<StagedContext> {
  const { dockerfile, extras, folders } = recipes[name];
  const { sha, committedAt, isDirty, repository } = options.source;
  const context = join(options.folder, name);
  await rm(context, { recursive: true, force: true });
  await mkdir(join(context, 'application'), { recursive: true });
  const requirements = await readFile(await lockedRequirements(parts.app, extras, join(scratch, `${name}.txt`), options), 'utf8');
  const wheels = await copyWheels(parts.wheels, requirements, join(context, 'packages'));
  const version = versionOf(parts.application);
  const revision = isDirty ? `${sha}-dirty` : sha;
  const subject = { name, version, revision, time: committedAt, application: parts.application, wheels };
  const sbom = sbomOf(await lockedSbom(parts.app, extras, join(scratch, `${name}.cdx.json`), options), subject);
  const entries = ['requirements.txt', 'packages', 'application', 'sbom.cdx.json', ...folders];
  await Promise.all([
    writeFile(join(context, 'requirements.txt'), requirements),
    writeFile(join(context, 'sbom.cdx.json'), sbom),
    writeFile(join(context, '.dockerignore'), ['*', ...entries.map((entry) => `!${entry}`), ''].join('\n')),
    copyDockerfile(join(parts.app, 'docker', dockerfile), join(context, 'Dockerfile')),
    copyFile(parts.application.path, join(context, 'application', parts.application.file)),
    ...folders.map((folder) => copyTree(join(parts.app, folder), join(context, folder))),
  ]);
  const args = {
    SOURCE_DATE_EPOCH: String(committedAt),
    REVISION: revision,
    VERSION: version,
    CREATED: new Date(committedAt * 1000).toISOString(),
    SOURCE: repository ?? '',
  };
  return { context, dockerfile: join(context, 'Dockerfile'), args, digest: await sealFolder(context, committedAt) };
}

async function copyDockerfile(from: string, to: string): Promise<void> {
  await copyFile(from, to).catch((cause: unknown) => {
    throw new HxError('failure', `app/docker has no ${from.split('/').at(-1) ?? ''}`, { suggestion: 'git checkout -- app/docker', cause });
  });
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [one, other] = [join(from, entry.name), join(to, entry.name)];
    await (entry.isDirectory() ? copyTree(one, other) : copyFile(one, other));
  }
}

/** "hiscox_etl-0.1.0-py3-none-any.whl" gives "0.1.0". */
const versionOf = ({ file }: Wheel): string => file.split('-')[1] ?? '';
