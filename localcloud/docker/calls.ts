// The docker provider's calls: check, diff, create, update, read, delete of images, and lookups in the registry. Conversion and order here.
import { InvokeResponse } from '@pulumi/pulumi/proto/provider_pb';
import {
  CheckFailure,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type CheckResponse,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { isMissing, text } from '../azure/shared/values';
import { underConditions, waitFor, type Conditions } from '../conditions';
import type { Change } from '../diff';
import { isKnown, type Properties, type StoredResource } from '../kind';
import { wordedOver, type Answer } from '../provider/answer';
import type { Connection, Connections } from '../provider/connection';
import { serviceError, wording } from '../provider/errors';
import { check, diffResponse, recordPartial, secretsOf } from '../provider/resources';
import { decode, encode } from '../provider/struct';
import type { Store } from '../store';
import { isObject } from '../values';
import { contextDigest } from './context';
import { engineLog } from './engine-log';
import { image, imageToken } from './image';
import { getRegistryImage, lookupToken } from './lookup';
import { makeImage } from './make-image';
import type { DockerSettings } from './settings';

export function dockerCalls(store: Store, connections: Connections, settings: DockerSettings | undefined): Record<string, Answer> {
  const conditions: Conditions = { store, wait: waitFor };
  const worded = wordedOver(connections);
  const make = async (connection: Connection, peer: string, urn: string, operation: 'create' | 'update', inputs: Properties): Promise<StoredResource> => {
    const log = engineLog(connections.engineOf(peer));
    try {
      const act = (): Promise<StoredResource> => makeImage({ store, settings, operation, inputs, signal: connection.signal, log: toldTo(log, urn) });
      return await underConditions(conditions, operation, image, connection.signal, act);
    } finally {
      await log.close();
    }
  };
  return {
    check: worded('check', checkImage),
    diff: worded('compare', diffImage),
    create: worded('create', async (connection, request: CreateRequest, peer) => {
      const inputs = decode(request.getProperties());
      const secrets = secretsOf(image, inputs);
      if (isOnlyPreviewed(request.getPreview(), inputs.value))
        return new CreateResponse().setProperties(encode(connection.cloud.preview(imageToken, inputs.value), secrets));
      const made = await make(connection, peer, request.getUrn(), 'create', previewed(request.getPreview(), inputs.value)).catch(recordPartial(secrets));
      return new CreateResponse().setId(request.getPreview() ? '' : made.id).setProperties(encode(made.outputs, secrets));
    }),
    update: worded('update', async (connection, request: UpdateRequest, peer) => {
      const inputs = decode(request.getNews());
      const secrets = secretsOf(image, inputs);
      if (isOnlyPreviewed(request.getPreview(), inputs.value))
        return new UpdateResponse().setProperties(encode(connection.cloud.preview(imageToken, inputs.value), secrets));
      const made = await make(connection, peer, request.getUrn(), 'update', previewed(request.getPreview(), inputs.value)).catch(recordPartial(secrets));
      return new UpdateResponse().setProperties(encode(made.outputs, secrets));
    }),
    // As the real provider: nothing is compared with the registry.
    read: (request: ReadRequest) => new ReadResponse().setId(request.getId()).setInputs(request.getInputs()).setProperties(request.getProperties()),
    delete: worded('delete', (_connection, request: DeleteRequest) => {
      // Neither the daemon's image nor the registry's is touched: a rollback needs it.
      const line = { time: new Date().toISOString(), operation: 'delete', token: imageToken, id: request.getId() };
      store.write(() => store.appendLog({ ...line, status: 200, code: '', message: '' }));
      return new Empty();
    }),
    invoke: (request: InvokeRequest) => answerInvoke(store, settings, request),
  };
}

const toldTo = (log: ReturnType<typeof engineLog>, urn: string) => ({
  status: (line: string): void => log.status(urn, line),
  info: (line: string): void => log.info(urn, line),
});

/** A preview builds where it was asked to, and pushes nothing. */
const isOnlyPreviewed = (isPreview: boolean, inputs: Properties): boolean => isPreview && (inputs['buildOnPreview'] !== true || !isKnown(inputs));
const previewed = (isPreview: boolean, inputs: Properties): Properties => (isPreview ? { ...inputs, skipPush: true } : inputs);

/** Adds what the provider adds: the platform, and the digest by which the engine sees that a context has changed. */
async function checkImage(connection: Connection, request: CheckRequest): Promise<CheckResponse> {
  const response = check(connection, request);
  if (response.getFailuresList().length > 0) return response;
  const { value, secrets } = decode(response.getInputs());
  const given = value['build'];
  if (given !== undefined && !isObject(given)) return response;
  const build: Properties = { ...given, ...(isMissing(given, 'platform') ? { platform: `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}` } : {}) };
  const { context = '.', dockerfile = `${typeof context === 'string' ? context : '.'}/Dockerfile` } = build;
  if (typeof context === 'string' && typeof dockerfile === 'string') {
    try {
      build['contextDigest'] = await contextDigest(context, dockerfile);
    } catch (error) {
      const reason = `could not open the build's files: ${error instanceof Error ? error.message : String(error)}`;
      return response.setFailuresList([new CheckFailure().setProperty('build').setReason(reason)]);
    }
  }
  return response.setInputs(encode({ ...value, build }, secrets));
}

/** Logins change often and mean nothing; nor does the place of a context whose files are the same. */
function diffImage(connection: Connection, request: DiffRequest): DiffResponse {
  const before = { inputs: decode(request.getOldInputs()).value, outputs: decode(request.getOlds()).value };
  const news = decode(request.getNews()).value;
  const { changes } = connection.cloud.diff(imageToken, before, news, request.getIgnorechangesList());
  const digest = text(news, 'build.contextDigest');
  const isSameContext = digest !== undefined && digest === text(before.inputs, 'build.contextDigest');
  const counts = ({ path }: Change): boolean =>
    !['registry.username', 'registry.password'].includes(path) && !(isSameContext && ['build.context', 'build.dockerfile'].includes(path));
  return diffResponse({ changes: changes.filter(counts), isDeleteFirst: false });
}

async function answerInvoke(store: Store, settings: DockerSettings | undefined, request: InvokeRequest): Promise<InvokeResponse> {
  const args = decode(request.getArgs()).value;
  if (!isKnown(args)) return new InvokeResponse();
  try {
    if (request.getTok() !== lookupToken) throw new Error(`the local cloud does not have the function ${request.getTok()}`);
    return new InvokeResponse().setReturn(encode(await getRegistryImage(store, settings, args)));
  } catch (error) {
    throw serviceError(wording(error, request.getTok(), 'call', request.getTok()));
  }
}
