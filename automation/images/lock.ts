// Reads app/uv.lock by uv, and builds the package's wheel: what an image installs, never resolved anew.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from './must-run';
import { imageMachine, imagePython, type PythonEnvironment, type StepContext } from './types';

interface LockContext extends StepContext {
  readonly cache: string;
  readonly python: PythonEnvironment;
}

const timeoutMs = 5 * 60_000;
const suggestion = 'uv lock --project app';

const uv = ({ cache, python, ...context }: LockContext, what: string, args: readonly string[]): Promise<string> => {
  // The user's own configuration of uv must not change what is built.
  const variables = { UV_CACHE_DIR: join(cache, 'python', 'cache'), UV_PYTHON_DOWNLOADS: 'never', UV_NO_CONFIG: '1', VIRTUAL_ENV: undefined };
  return mustRun(python.uv, [...args, '--python', python.python], { what, suggestion, timeoutMs, variables }, context);
};

const exportArgs = (app: string, extras: readonly string[]): readonly string[] => [
  ...['export', '--quiet', '--project', app, '--frozen', '--no-dev', '--no-header', '--no-annotate'],
  ...extras.flatMap((extra) => ['--extra', extra]),
];

/** Writes the requirements, with digests, that hold in the image, into `file`; returns it. */
export async function lockedRequirements(app: string, extras: readonly string[], file: string, context: LockContext): Promise<string> {
  const universal = `${file}.universal`;
  const args = [...exportArgs(app, extras), '--no-emit-project', '--format', 'requirements.txt', '--output-file', universal];
  await uv(context, 'reading app/uv.lock', args);
  const script = join(app, 'docker', 'requirements.py');
  const need = { what: 'choosing the packages of the image', suggestion, timeoutMs };
  await mustRun(context.python.python, ['-I', '-B', script, universal, file, imageMachine, imagePython], need, context);
  return file;
}

/** The lock as CycloneDX by uv, for every platform; as it is in no image yet. */
export async function lockedSbom(app: string, extras: readonly string[], file: string, context: LockContext): Promise<string> {
  await uv(context, 'reading app/uv.lock', [...exportArgs(app, extras), '--format', 'cyclonedx1.5', '--output-file', file]);
  return readFile(file, 'utf8');
}

/** Builds the wheel into `folder`; returns its file name. uv's own backend makes it: no network, the same bytes for the same files. */
export async function buildWheel(app: string, folder: string, context: LockContext): Promise<string> {
  const args = ['build', '--quiet', '--wheel', '--offline', '--out-dir', folder, app];
  await uv(context, 'building the wheel of app/', args);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`uv left no wheel in ${folder}`);
  return wheel;
}
