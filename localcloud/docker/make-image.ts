// One create or update of an image: judged first, built, pushed, and written into the cloud's log. What it makes is in the registry, not in the store.
import { record, text, isTrue, list } from '../azure/shared/values';
import { CloudError } from '../errors';
import type { Properties, StoredResource, Value } from '../kind';
import type { Store } from '../store';
import { buildImage, pushImage, type ImageBuild } from './build';
import { CommandFailed } from './command';
import { dockerfileIn } from './context';
import { image, imageToken } from './image';
import { parseImageName } from './image-name';
import { mustOpen, registryAt } from './login';
import { noDocker } from './lookup';
import type { DockerSettings } from './settings';

export interface MakeImage {
  readonly store: Store;
  readonly settings: DockerSettings | undefined;
  readonly operation: 'create' | 'update';
  readonly inputs: Properties;
  readonly signal: AbortSignal;
  readonly log: { readonly status: (line: string) => void; readonly info: (line: string) => void };
}

/** Throws CloudError: refused before anything is built, or what the daemon or the registry said. */
export async function makeImage(request: MakeImage): Promise<StoredResource> {
  const { store, operation, inputs } = request;
  const line = { time: new Date().toISOString(), operation, token: imageToken, id: text(inputs, 'imageName') ?? '' };
  try {
    const made = await buildAndPush(request);
    store.write(() => store.appendLog({ ...line, status: 200, code: '', message: '' }));
    return made;
  } catch (error) {
    const refusal = worded(error, request);
    store.write(() => store.appendLog({ ...line, status: refusal.status, code: refusal.code, message: refusal.reason }));
    throw refusal;
  }
}

async function buildAndPush({ store, settings, inputs, signal, log }: MakeImage): Promise<StoredResource> {
  const build = buildOf(inputs);
  const isPushed = !isTrue(inputs, 'skipPush');
  const server = isPushed ? mustBePushable(store, build.name, inputs) : '';
  if (settings === undefined) throw noDocker(`build ${build.name}`);
  const options = { signal, onLine: log.status };
  log.status('Building the image');
  const id = await buildImage(build, settings, options);
  let repoDigest = id;
  if (isPushed) {
    log.status('Pushing the image to the registry');
    repoDigest = `${build.name.replace(/:[^/:]+$/, '')}@${await pushImage(id, build.name, settings, options)}`;
  }
  log.info(`${isPushed ? 'Pushed' : 'Built'} ${repoDigest}`);
  const outputs = {
    imageName: build.name,
    baseImageName: build.name,
    context: build.context,
    dockerfile: dockerfileIn(build.context, build.dockerfile),
    registryServer: text(inputs, 'registry.server') ?? server,
    ...(build.platform === undefined ? {} : { platform: build.platform }),
    repoDigest,
  };
  return { id: build.name, token: imageToken, inputs, outputs };
}

/** Gives the server. What Azure would refuse is refused before a minute is spent on the build. */
function mustBePushable(store: Store, name: string, inputs: Properties): string {
  const parsed = parseImageName(name);
  if ('problem' in parsed) throw new CloudError(400, '', `${name}: ${parsed.problem}`);
  const { username, password } = record(inputs, 'registry');
  const login = typeof username === 'string' && typeof password === 'string' && username !== '' && password !== '' ? { username, password } : undefined;
  mustOpen(store, parsed.server, registryAt(store, parsed.server), login);
  return parsed.server;
}

const texts = (values: readonly Value[]): readonly string[] => values.filter((value) => typeof value === 'string');

function buildOf(inputs: Properties): ImageBuild {
  const optional = (key: 'network' | 'platform' | 'target'): Partial<ImageBuild> => {
    const value = text(inputs, `build.${key}`);
    return value === undefined ? {} : { [key]: value };
  };
  const context = text(inputs, 'build.context') ?? '.';
  const args = Object.entries(record(inputs, 'build.args')).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []));
  return {
    name: text(inputs, 'imageName') ?? '',
    context,
    dockerfile: text(inputs, 'build.dockerfile') ?? `${context}/Dockerfile`,
    args: Object.fromEntries(args),
    ...optional('network'),
    ...optional('platform'),
    ...optional('target'),
    addHosts: texts(list(inputs, 'build.addHosts')),
    cacheFrom: texts(list(inputs, 'build.cacheFrom.images')),
  };
}

/** The build's last lines are told in full, its last one in the error. */
function worded(error: unknown, { inputs, signal, log }: MakeImage): CloudError {
  if (error instanceof CloudError) return error;
  const name = text(inputs, 'imageName') ?? image.type;
  if (signal.aborted) return new CloudError(499, '', `the build of ${name} ended, and nothing was pushed under its tag: context canceled`);
  if (error instanceof CommandFailed && error.lines.length > 0) log.info(error.lines.join('\n'));
  return new CloudError(500, '', `${name}: ${error instanceof Error ? error.message : String(error)}`);
}
