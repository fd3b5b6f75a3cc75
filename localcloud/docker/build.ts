// Builds one image by the daemon and pushes it to the local cloud's registry. What may be built, and where to, is judged before.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, type CommandOptions } from './command';
import { loopbackReference, parseImageName, registryOf } from './image-name';
import { basicAuth, manifestDigest } from './manifests';
import type { DockerSettings } from './settings';

export interface ImageBuild {
  readonly name: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  /** Absent: none. What reaches no network here is not surprised by one that is missing elsewhere. */
  readonly network?: string;
  readonly platform?: string;
  readonly target?: string;
  readonly addHosts: readonly string[];
  readonly cacheFrom: readonly string[];
}

export interface BuildOptions {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** What the daemon's own builder says of itself, not of the image. */
const isNoise = (line: string): boolean =>
  /^\s*(--->|DEPRECATED:|Install the buildx|https:\/\/docs\.docker\.com|BuildKit is|environment-variable|Removing intermediate)/.test(line);

type Docker = (args: readonly string[], extra?: Partial<CommandOptions>) => Promise<readonly string[]>;

const dockerOf =
  ({ program, host, hasBuildx, environment }: DockerSettings, { signal, onLine }: BuildOptions): Docker =>
  (args, extra = {}) =>
    runCommand(['--host', host, ...args], { program, environment: { ...environment, DOCKER_BUILDKIT: hasBuildx ? '1' : '0' }, signal, onLine, ...extra });

/** Runs the work with a folder of its own, which nobody else can read. */
async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'hx-docker-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const each = (flag: string, values: readonly string[]): readonly string[] => values.flatMap((value) => [flag, value]);

/** Id of the built image, which the daemon holds under its name. Throws CommandFailed. */
export async function buildImage(build: ImageBuild, settings: DockerSettings, options: BuildOptions): Promise<string> {
  const onLine = (line: string): void => void (isNoise(line) || options.onLine(line.trim()));
  const docker = dockerOf(settings, { ...options, onLine });
  return withFolder(async (folder) => {
    const idFile = join(folder, 'id');
    const { name, context, dockerfile, args, network = 'none', platform, target, addHosts, cacheFrom } = build;
    await docker([
      'build',
      // The daemon's own builder keeps containers of steps that failed, unless it is told.
      ...(settings.hasBuildx ? ['--progress', 'plain', '--provenance=false', '--load'] : ['--force-rm']),
      ...['--network', network, '--tag', name, '--iidfile', idFile, '--file', dockerfile],
      ...(platform === undefined ? [] : ['--platform', platform]),
      ...(target === undefined ? [] : ['--target', target]),
      ...each(
        '--build-arg',
        Object.entries(args).map(([key, value]) => `${key}=${value}`),
      ),
      ...each('--add-host', addHosts),
      ...each('--cache-from', cacheFrom),
      context,
    ]);
    return (await readFile(idFile, 'utf8')).trim();
  });
}

/** Digest under which the registry holds the image. The login lies in a file for the time of the push alone. Throws CommandFailed. */
export async function pushImage(id: string, name: string, settings: DockerSettings, options: BuildOptions): Promise<string> {
  const { registry } = settings;
  const docker = dockerOf(settings, options);
  const reference = loopbackReference(registry.address, name);
  await docker(['tag', id, reference]);
  try {
    const lines = await withFolder(async (folder) => {
      await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.address]: { auth: basicAuth(registry) } } }), { mode: 0o600 });
      return docker(['--config', folder, 'push', reference]);
    });
    const digest = lines.map((line) => /digest: (sha256:[0-9a-f]{64})/.exec(line)?.[1]).findLast((found) => found !== undefined);
    const parsed = parseImageName(name);
    const repository = 'problem' in parsed ? '' : `${registryOf(parsed.server)}/${parsed.repository}`;
    if (digest === undefined || (await manifestDigest(registry, repository, digest)) !== digest)
      throw new Error(`the registry does not hold ${name} after its push`);
    return digest;
  } finally {
    // The port is of this session: its names would pile up in the daemon. The image stays under its own.
    await docker(['image', 'rm', '--no-prune', reference], { signal: new AbortController().signal, onLine: () => undefined }).catch(() => undefined);
  }
}
