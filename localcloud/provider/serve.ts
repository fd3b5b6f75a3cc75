// A Pulumi provider on a loopback port: the protocol's housekeeping, and one line for each resource call. Semantics are in cloud.ts.
import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { Server, ServerCredentials, status, type handleUnaryCall, type sendUnaryData, type ServerUnaryCall, type UntypedHandleCall } from '@grpc/grpc-js';
import { PluginInfo, type PluginAttach } from '@pulumi/pulumi/proto/plugin_pb';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import { CheckResponse, ConfigureResponse, DiffResponse, GetSchemaResponse, InvokeResponse, ProviderHandshakeResponse } from '@pulumi/pulumi/proto/provider_pb';
import type {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  InvokeRequest,
  ProviderHandshakeRequest,
  ReadRequest,
  UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { waitFor } from '../conditions';
import { dockerCalls } from '../docker/calls';
import type { DockerSettings } from '../docker/settings';
import { invoke } from '../invoke';
import { isKnown } from '../kind';
import type { Store } from '../store';
import { isServiceError, wordedOver, type Answer } from './answer';
import { Connections, type Connection, type ProviderName } from './connection';
import { serviceError, wording } from './errors';
import { check, create, diff, read, remove, update } from './resources';
import { decode, encode } from './struct';

export interface RunningProvider {
  readonly name: ProviderName;
  readonly port: number;
  /** Calls that are being answered right now. */
  inFlight(): number;
  /** Milliseconds since the last call was answered or begun. */
  idleFor(): number;
  cancel(): void;
  stop(): void;
}

/** One large resource (a pipeline, a dashboard) must not hit gRPC's 4 MB. */
const messageLimit = 400 * 1024 * 1024;

/** Serves one provider on 127.0.0.1, on a port that the system chooses. Without `docker` the docker provider refuses to build. */
export async function serveProvider(name: ProviderName, store: Store, docker?: DockerSettings): Promise<RunningProvider> {
  const server = new Server({ 'grpc.max_receive_message_length': messageLimit, 'grpc.max_send_message_length': messageLimit });
  const connections = new Connections(store, name);
  const activity = { inFlight: 0, last: Date.now() };
  const methods = { ...housekeeping(name, connections), ...(name === 'docker' ? dockerCalls(store, connections, docker) : resourceCalls(store, connections)) };
  const handlers: Record<string, UntypedHandleCall> = {};
  for (const method of Object.keys(ResourceProviderService)) {
    const answer = Object.hasOwn(methods, method) ? methods[method] : undefined;
    handlers[method] = (answer === undefined ? unimplemented(method) : unary(answer, connections, activity)) as UntypedHandleCall;
  }
  server.addService(ResourceProviderService, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  return {
    name,
    port,
    inFlight: () => activity.inFlight,
    idleFor: () => Date.now() - activity.last,
    cancel: () => connections.cancelAll(),
    stop: () => server.forceShutdown(),
  };
}

function unary(answer: Answer, connections: Connections, activity: { inFlight: number; last: number }): handleUnaryCall<never, unknown> {
  return (call: ServerUnaryCall<never, unknown>, respond: sendUnaryData<unknown>): void => {
    activity.inFlight += 1;
    let isAnswered = false;
    // An engine that is gone waits for nothing: a hanging call must not keep the process. gRPC says "cancelled" of every call, answered ones too.
    call.on('cancelled', () => {
      if (!isAnswered) connections.cancel(call.getPeer());
    });
    const finish = (): void => {
      activity.inFlight -= 1;
      activity.last = Date.now();
    };
    Promise.resolve()
      .then(() => answer(call.request, call.getPeer()))
      .finally(() => {
        isAnswered = true;
      })
      .then(
        (response) => respond(null, response),
        (error: unknown) => respond(isServiceError(error) ? error : serviceError(wording(error, '', 'serve', 'request'))),
      )
      .finally(finish);
  };
}

const unimplemented =
  (method: string): handleUnaryCall<never, unknown> =>
  (_call, respond) =>
    respond({ code: status.UNIMPLEMENTED, details: `the local cloud does not answer ${method}` });

function housekeeping(name: ProviderName, connections: Connections): Record<string, Answer> {
  return {
    handshake: (request: ProviderHandshakeRequest, peer) => {
      connections.attach(peer, request.getEngineAddress());
      return new ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(false).setAcceptOutputs(false);
    },
    attach: (request: PluginAttach, peer) => {
      connections.attach(peer, request.getAddress());
      return new Empty();
    },
    getPluginInfo: () => new PluginInfo().setVersion(sdkVersion(name)),
    getSchema: () => new GetSchemaResponse().setSchema('{}'),
    checkConfig: (request: CheckRequest) => new CheckResponse().setInputs(request.getNews()),
    diffConfig: () => new DiffResponse(),
    configure: (request: ConfigureRequest, peer) => {
      connections.configure(peer, decode(request.getArgs()).value);
      return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(false).setAcceptoutputs(false);
    },
    cancel: (_request: unknown, peer) => {
      connections.cancel(peer);
      return new Empty();
    },
  };
}

function resourceCalls(store: Store, connections: Connections): Record<string, Answer> {
  const conditions = { store, wait: waitFor };
  const worded = wordedOver(connections);
  return {
    check: worded('check', check),
    diff: worded('compare', diff),
    create: worded('create', (connection, request: CreateRequest) => create(connection, conditions, request)),
    read: worded('read', (connection, request: ReadRequest) => read(connection, conditions, request)),
    update: worded('update', (connection, request: UpdateRequest) => update(connection, conditions, request)),
    delete: worded('delete', (connection, request: DeleteRequest) => remove(connection, conditions, request)),
    invoke: (request: InvokeRequest, peer) => answerInvoke(connections.of(peer), request),
  };
}

function answerInvoke(connection: Connection, request: InvokeRequest): InvokeResponse {
  const args = decode(request.getArgs());
  if (!isKnown(args.value)) return new InvokeResponse();
  try {
    connection.requireReachable();
    return new InvokeResponse().setReturn(encode(invoke(connection.cloud, request.getTok(), args.value)));
  } catch (error) {
    throw serviceError(wording(error, request.getTok(), 'call', request.getTok()));
  }
}

/** The SDK's own version, or the engine warns of a mismatch. */
function sdkVersion(name: ProviderName): string {
  const manifest = join(dirname(require.resolve(`@pulumi/${name}/package.json`)), 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return version;
}
