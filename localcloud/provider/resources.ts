// The resource calls of the provider protocol over one Cloud: check, diff, create, read, update, delete. Conversion here, semantics in cloud.ts.
import { createHash } from 'node:crypto';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import {
  CheckFailure,
  CheckResponse,
  CreateResponse,
  DiffResponse,
  PropertyDiff,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type ReadRequest,
  type UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb';
import { AnswerLost, PartialFailure, underConditions, type Conditions } from '../conditions';
import type { Change, Difference } from '../diff';
import type { Kind, StoredResource } from '../kind';
import { knownTokens, kindOf, plainToken } from '../registry';
import { nearest } from '../values';
import type { Connection } from './connection';
import { partialError } from './errors';
import { decode, encode, SecretPaths, type Decoded } from './struct';

/** "urn:pulumi:stack::project::parent$type::name". */
export const tokenOf = (urn: string): string => plainToken(urn.split('::')[2]?.split('$').at(-1) ?? '');
const logicalName = (urn: string): string => urn.split('::').slice(3).join('::');

/** What a response wraps: what the kind holds secret, and whatever came in wrapped, at the same places. */
export const secretsOf = (kind: Kind, ...given: readonly Decoded[]): SecretPaths =>
  given.reduce((paths, { secrets }) => paths.merge(secrets), new SecretPaths().addAll(kind.secrets ?? []));

export function check(connection: Connection, request: CheckRequest): CheckResponse {
  const token = tokenOf(request.getUrn());
  const kind = kindOf(token);
  if (kind === undefined) return new CheckResponse().setInputs(request.getNews()).setFailuresList([unsupported(token)]);
  const [news, olds] = [decode(request.getNews()), decode(request.getOlds())];
  const { inputs, failures } = connection.cloud.check({
    token,
    name: logicalName(request.getUrn()),
    news: news.value,
    // The engine sends an empty object where there is no old resource.
    olds: Object.keys(olds.value).length === 0 ? undefined : olds.value,
    seed: createHash('sha256').update(request.getRandomseed_asU8()).digest('hex'),
  });
  const refusals = failures.map(({ path, code, message }) => new CheckFailure().setProperty(path).setReason(`Status=400 Code="${code}" Message="${message}"`));
  return new CheckResponse().setInputs(encode(inputs, secretsOf(kind, news))).setFailuresList(refusals);
}

function unsupported(token: string): CheckFailure {
  const near = nearest(token, knownTokens());
  const hint = near === undefined ? '' : ` (the nearest that it has is ${near})`;
  return new CheckFailure().setReason(`the local cloud does not have the resource type ${token}${hint}; only a deployment to Azure can make it`);
}

export function diff(connection: Connection, request: DiffRequest): DiffResponse {
  const token = tokenOf(request.getUrn());
  const before = { inputs: decode(request.getOldInputs()).value, outputs: decode(request.getOlds()).value };
  return diffResponse(connection.cloud.diff(token, before, decode(request.getNews()).value, request.getIgnorechangesList()));
}

export function diffResponse({ changes, isDeleteFirst }: Pick<Difference, 'changes' | 'isDeleteFirst'>): DiffResponse {
  const response = new DiffResponse()
    .setChanges(changes.length === 0 ? DiffResponse.DiffChanges.DIFF_NONE : DiffResponse.DiffChanges.DIFF_SOME)
    .setHasdetaileddiff(true)
    .setDeletebeforereplace(isDeleteFirst)
    .setDiffsList([...new Set(changes.map(({ path }) => topOf(path)))])
    .setReplacesList([...new Set(changes.filter((change) => change.isReplacement).map(({ path }) => topOf(path)))]);
  for (const change of changes) response.getDetaileddiffMap().set(change.path, new PropertyDiff().setKind(wireKind(change)).setInputdiff(true));
  return response;
}

const topOf = (path: string): string => /^[^.[]+/.exec(path)?.[0] ?? path;

function wireKind({ kind, isReplacement }: Change): PropertyDiff.Kind {
  switch (kind) {
    case 'add':
      return isReplacement ? PropertyDiff.Kind.ADD_REPLACE : PropertyDiff.Kind.ADD;
    case 'delete':
      return isReplacement ? PropertyDiff.Kind.DELETE_REPLACE : PropertyDiff.Kind.DELETE;
    case 'update':
      return isReplacement ? PropertyDiff.Kind.UPDATE_REPLACE : PropertyDiff.Kind.UPDATE;
  }
}

export async function create(connection: Connection, conditions: Conditions, request: CreateRequest): Promise<CreateResponse> {
  const { cloud } = connection;
  const token = tokenOf(request.getUrn());
  const kind = cloud.kind(token);
  const inputs = decode(request.getProperties());
  const secrets = secretsOf(kind, inputs);
  if (request.getPreview()) return new CreateResponse().setProperties(encode(cloud.preview(token, inputs.value), secrets));
  connection.requireReachable();
  const stored = await underConditions(conditions, 'create', kind, connection.signal, () => cloud.create(token, inputs.value)).catch((error: unknown) => {
    const isWritten = error instanceof PartialFailure || error instanceof AnswerLost;
    if (isWritten && error.stored !== undefined) cloud.answered(error.stored);
    return recordPartial(secrets)(error);
  });
  cloud.answered(stored);
  return new CreateResponse().setId(stored.id).setProperties(encode(stored.outputs, secrets));
}

export async function update(connection: Connection, conditions: Conditions, request: UpdateRequest): Promise<UpdateResponse> {
  const { cloud } = connection;
  const token = tokenOf(request.getUrn());
  const kind = cloud.kind(token);
  const [news, olds, oldInputs] = [decode(request.getNews()), decode(request.getOlds()), decode(request.getOldInputs())];
  const secrets = secretsOf(kind, news);
  if (request.getPreview()) {
    const before: StoredResource = { id: request.getId(), token, inputs: oldInputs.value, outputs: olds.value };
    return new UpdateResponse().setProperties(encode(cloud.preview(token, news.value, before), secrets));
  }
  connection.requireReachable();
  const change = (): StoredResource => cloud.update(token, request.getId(), news.value);
  const stored = await underConditions(conditions, 'update', kind, connection.signal, change).catch(recordPartial(secrets));
  return new UpdateResponse().setProperties(encode(stored.outputs, secrets));
}

/** What was written but is not ready is recorded, and the next update tries again. */
export const recordPartial =
  (secrets: SecretPaths) =>
  (error: unknown): never => {
    if (!(error instanceof PartialFailure)) throw error;
    const wire = (values: StoredResource['inputs']): Struct => encode(values, secrets);
    throw partialError(error.stored.id, wire(error.stored.outputs), wire(error.stored.inputs), error.reason);
  };

/** For refresh, import and `get`: an empty answer means that the resource does not exist. */
export async function read(connection: Connection, conditions: Conditions, request: ReadRequest): Promise<ReadResponse> {
  const { cloud } = connection;
  const token = tokenOf(request.getUrn());
  const kind = cloud.kind(token);
  connection.requireReachable();
  const stored = await underConditions(conditions, 'read', kind, connection.signal, () => cloud.read(token, request.getId()));
  if (stored === undefined) return new ReadResponse();
  const secrets = secretsOf(kind, decode(request.getInputs()), decode(request.getProperties()));
  return new ReadResponse().setId(stored.id).setInputs(encode(stored.inputs, secrets)).setProperties(encode(stored.outputs, secrets));
}

export async function remove(connection: Connection, conditions: Conditions, request: DeleteRequest): Promise<Empty> {
  const { cloud } = connection;
  const token = tokenOf(request.getUrn());
  connection.requireReachable();
  await underConditions(conditions, 'delete', cloud.kind(token), connection.signal, () => cloud.delete(token, request.getId()));
  return new Empty();
}
