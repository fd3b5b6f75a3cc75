// Talks OCI distribution 1.1 with one registry. What it reads it believes by digest alone.
import { createHash } from 'node:crypto';
import { HxError } from '../../errors';
import { createAuthorizer, type RegistryCredentials } from './auth';
import { copyImage, type CopyResult } from './copy';
import { acceptedTypes, digestOfContent, type Blob, type Manifest } from './manifest';
import { isDigest, mustBeReference, mustBeRepository, mustBeServer } from './names';
import { persistently, send, sendOnce, type RegistryRequest, type Sender } from './request';

export interface RegistryOptions {
  /** "myregistry.azurecr.io", "127.0.0.1:5000". */
  readonly server: string;
  /** http is for loopback alone. */
  readonly scheme: 'https' | 'http';
  readonly credentials?: RegistryCredentials;
  /** Put before every repository: one server of the local cloud holds many registries. */
  readonly prefix?: string;
  readonly cancelled?: AbortSignal;
  readonly fetch?: typeof fetch;
  readonly firstWaitMs?: number;
}

/** A blob on its way. */
export interface BlobReading {
  /** Breaks before its last piece where the bytes are not those of the digest: a reader never gets all of a wrong blob. */
  readonly body: ReadableStream<Uint8Array>;
  /** Why it broke; fetch, which sends it on, keeps the text of an error alone. */
  wrongness(): HxError | undefined;
}

export interface RegistryClient {
  /** "https://myregistry.azurecr.io": two clients with the same one can mount each other's blobs. */
  readonly origin: string;
  /** The repository as the server has it, with the prefix. */
  nameOf(repository: string): string;
  /** Digest of a tag or digest, computed from what the registry sent; undefined where it has none. */
  digestOf(repository: string, reference: string): Promise<string | undefined>;
  /** Copies the image by digest and sets the tag; done before it returns and read back. Throws HxError. */
  copyFrom(source: RegistryClient, repository: string, digest: string, tag: string): Promise<CopyResult>;
  readManifest(repository: string, reference: string): Promise<Manifest | undefined>;
  writeManifest(repository: string, reference: string, manifest: Manifest): Promise<void>;
  readBlob(repository: string, blob: Blob): Promise<BlobReading>;
  /** Where it is not there: mounts it from `mountFrom` (a name on the same server), else sends what `open` gives. */
  writeBlob(repository: string, blob: Blob, mountFrom: string | undefined, open: () => Promise<BlobReading>): Promise<'present' | 'mounted' | 'sent'>;
}

const shortMs = 60_000;
const blobMs = 30 * 60_000;
const largestManifest = 4 * 1024 * 1024;

export function openRegistry(options: RegistryOptions): RegistryClient {
  const { server, scheme, prefix = '', cancelled = new AbortController().signal, fetch: fetcher = fetch } = options;
  const origin = `${scheme}://${mustBeServer(server, scheme)}`;
  const authorizer = createAuthorizer({ server, scheme, fetch: fetcher, now: Date.now, ...(options.credentials ? { credentials: options.credentials } : {}) });
  const sender: Sender = { server, fetch: fetcher, authorizer, cancelled, firstWaitMs: options.firstWaitMs ?? 500 };
  const nameOf = (repository: string): string => mustBeRepository(prefix === '' ? repository : `${prefix}/${repository}`);
  const client: RegistryClient = {
    origin,
    nameOf,
    digestOf: async (repository, reference) => (await client.readManifest(repository, reference))?.digest,
    copyFrom: (source, repository, digest, tag) => copyImage(source, client, repository, digest, tag),
    readManifest: (repository, reference) => readManifest(sender, origin, nameOf(repository), reference),
    writeManifest: (repository, reference, manifest) => writeManifest(sender, origin, nameOf(repository), reference, manifest),
    readBlob: (repository, blob) => readBlob(sender, origin, nameOf(repository), blob),
    writeBlob: (repository, blob, mountFrom, open) => writeBlob(sender, origin, { name: nameOf(repository), blob, mountFrom, open }),
  };
  return client;
}

const pull = (name: string): readonly string[] => [`repository:${name}:pull`];
const push = (name: string): readonly string[] => [`repository:${name}:pull,push`];
const wrong = (what: string, digest: string, found: string): HxError =>
  new HxError('failure', `the registry gave ${what} ${found} for ${digest}`, {
    suggestion: 'do not use this image: build it anew, and look at who writes to the registry',
  });

async function readManifest(sender: Sender, origin: string, name: string, reference: string): Promise<Manifest | undefined> {
  const url = new URL(`/v2/${name}/manifests/${mustBeReference(reference)}`, origin);
  const response = await send(sender, { method: 'GET', url, scopes: pull(name), headers: { accept: acceptedTypes }, timeoutMs: shortMs, expect: [200, 404] });
  const content = Buffer.from(await response.arrayBuffer());
  if (response.status === 404) return undefined;
  if (content.length > largestManifest) throw new HxError('failure', `the manifest of ${name} is too large to be one`, { suggestion: 'build the image anew' });
  const digest = digestOfContent(content);
  if (isDigest(reference) && reference !== digest) throw wrong('a manifest', reference, digest);
  return { digest, content, mediaType: response.headers.get('content-type')?.split(';')[0]?.trim() ?? '' };
}

async function writeManifest(sender: Sender, origin: string, name: string, reference: string, { content, mediaType, digest }: Manifest): Promise<void> {
  const url = new URL(`/v2/${name}/manifests/${mustBeReference(reference)}`, origin);
  const response = await send(sender, {
    method: 'PUT',
    url,
    scopes: push(name),
    headers: { 'content-type': mediaType },
    body: content,
    timeoutMs: shortMs,
    expect: [201, 202],
  });
  await response.body?.cancel();
  const told = response.headers.get('docker-content-digest') ?? digest;
  if (told !== digest) throw wrong('the digest', digest, told);
}

async function readBlob(sender: Sender, origin: string, name: string, { digest, size }: Blob): Promise<BlobReading> {
  const url = new URL(`/v2/${name}/blobs/${digest}`, origin);
  // Azure answers with an address of its storage; fetch follows it and leaves the authorization behind.
  const { body } = await send(sender, { method: 'GET', url, scopes: pull(name), timeoutMs: blobMs, expect: [200] });
  if (body === null) throw new HxError('failure', `the registry gave nothing for ${digest}`);
  return verified(body, digest, size);
}

function verified(body: ReadableStream<Uint8Array>, digest: string, size: number): BlobReading {
  const hash = createHash('sha256');
  let length = 0;
  let held: Uint8Array | undefined;
  let wrongness: HxError | undefined;
  const check = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      if (held !== undefined) controller.enqueue(held);
      held = chunk;
      hash.update(chunk);
      length += chunk.length;
    },
    flush(controller) {
      const found = `sha256:${hash.digest('hex')}`;
      if (found !== digest || length !== size) {
        wrongness = wrong('a blob', digest, found);
        throw wrongness;
      }
      if (held !== undefined) controller.enqueue(held);
    },
  });
  return { body: body.pipeThrough(check), wrongness: () => wrongness };
}

interface Upload {
  readonly name: string;
  readonly blob: Blob;
  readonly mountFrom: string | undefined;
  readonly open: () => Promise<BlobReading>;
}

async function writeBlob(sender: Sender, origin: string, { name, blob, mountFrom, open }: Upload): Promise<'present' | 'mounted' | 'sent'> {
  const request = (rest: Pick<RegistryRequest, 'method' | 'url' | 'expect'>, scopes = push(name)): RegistryRequest => ({ scopes, timeoutMs: shortMs, ...rest });
  const head = await send(sender, request({ method: 'HEAD', url: new URL(`/v2/${name}/blobs/${blob.digest}`, origin), expect: [200, 404] }));
  if (head.status === 200) return 'present';
  return persistently(sender, async () => {
    const start = new URL(`/v2/${name}/blobs/uploads/`, origin);
    if (mountFrom !== undefined) start.search = new URLSearchParams({ mount: blob.digest, from: mountFrom }).toString();
    const scopes = mountFrom === undefined || mountFrom === name ? push(name) : [...push(name), ...pull(mountFrom)];
    const begun = await sendOnce(sender, request({ method: 'POST', url: start, expect: [201, 202] }, scopes));
    await begun.body?.cancel();
    if (begun.status === 201) return 'mounted';
    const url = new URL(begun.headers.get('location') ?? '', start);
    // Elsewhere it would get the credentials.
    if (url.origin !== start.origin)
      throw new HxError('failure', `the registry ${sender.server} wants the upload at another server`, { suggestion: 'docker push it instead' });
    url.searchParams.set('digest', blob.digest);
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(blob.size) };
    const reading = await open();
    const put: RegistryRequest = { method: 'PUT', url, scopes, headers, body: reading.body, timeoutMs: blobMs, expect: [201] };
    const done = await sendOnce(sender, put).catch((error: unknown) => {
      throw reading.wrongness() ?? error;
    });
    await done.body?.cancel();
    return 'sent';
  });
}
