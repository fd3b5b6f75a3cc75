// The registry client against a server of loopback that behaves badly on purpose; real registries are in test/engine/images-copy.test.ts.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRegistry, type RegistryClient, type RegistryOptions } from '../../../automation/images/registry';
import { digestOfContent } from '../../../automation/images/registry/manifest';
import { readChallenge } from '../../../automation/images/registry/auth';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
    request.on('end', () => handler(request, response, body));
    request.on('error', () => undefined);
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const open = (server: string, rest: Partial<RegistryOptions> = {}): RegistryClient => openRegistry({ server, scheme: 'http', firstWaitMs: 1, ...rest });
const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

/** A registry in memory, complete enough to copy into: manifests are refused while a blob of them is missing. */
class Memory {
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, { type: string; content: Buffer }>();
  readonly requests: string[] = [];

  add(content: string): { digest: string; size: number } {
    const bytes = Buffer.from(content, 'latin1');
    this.blobs.set(digestOfContent(bytes), bytes);
    return { digest: digestOfContent(bytes), size: bytes.length };
  }

  addManifest(type: string, value: object, ...tags: readonly string[]): string {
    const content = Buffer.from(JSON.stringify(value));
    const digest = digestOfContent(content);
    for (const reference of [digest, ...tags]) this.manifests.set(reference, { type, content });
    return digest;
  }

  readonly handle: Handler = (request, response, body) => {
    const { method = '', url = '' } = request;
    this.requests.push(`${method} ${url.split('?')[0] ?? ''}`);
    const last = decodeURIComponent(url.split('?')[0]?.split('/').at(-1) ?? '');
    if (url.includes('/manifests/')) {
      if (method === 'PUT') {
        const content = Buffer.from(body, 'latin1');
        for (const reference of [last, digestOfContent(content)]) this.manifests.set(reference, { type: request.headers['content-type'] ?? '', content });
        return void response.writeHead(201).end();
      }
      const found = this.manifests.get(last);
      return void (found === undefined ? response.writeHead(404).end() : response.writeHead(200, { 'content-type': found.type }).end(found.content));
    }
    if (url.includes('/blobs/uploads/')) {
      if (method === 'POST') return void response.writeHead(202, { location: `/v2/x/blobs/uploads/1?state=a` }).end();
      const digest = new URL(url, 'http://x').searchParams.get('digest') ?? '';
      const content = Buffer.from(body, 'latin1');
      if (digestOfContent(content) !== digest) return void response.writeHead(400).end('{"errors":[{"code":"DIGEST_INVALID"}]}');
      this.blobs.set(digest, content);
      return void response.writeHead(201).end();
    }
    const blob = this.blobs.get(last);
    return void (blob === undefined ? response.writeHead(404).end() : response.writeHead(200).end(method === 'HEAD' ? undefined : blob));
  };
}

function imageIn(memory: Memory): string {
  const [config, layer] = [memory.add('{"config":1}'), memory.add('a layer'.repeat(1000))];
  return memory.addManifest(ociManifest, { schemaVersion: 2, config, layers: [layer, layer] }, 'abc');
}

describe('a copy', () => {
  test('of an index takes its images along, and writes the tag last', async () => {
    const [source, target] = [new Memory(), new Memory()];
    const inner = imageIn(source);
    const index = source.addManifest(ociIndex, { schemaVersion: 2, manifests: [{ digest: inner, size: 1 }] }, 'all');
    const client = open(await serve(target.handle));
    await expect(client.copyFrom(open(await serve(source.handle)), 'etl', index, 'def')).resolves.toMatchObject({ digest: index, blobs: { sent: 2 } });
    expect([...target.blobs.keys()].sort()).toEqual([...source.blobs.keys()].sort());
    expect(target.requests.filter((one) => one.startsWith('PUT /v2/etl/manifests'))).toEqual([`PUT /v2/etl/manifests/${inner}`, 'PUT /v2/etl/manifests/def']);
  });

  test('of a blob that was tampered with is refused: neither blob nor tag arrives', async () => {
    const [source, target] = [new Memory(), new Memory()];
    const digest = imageIn(source);
    for (const [key, content] of source.blobs) if (content.length > 100) source.blobs.set(key, Buffer.from('b layer'.repeat(1000)));
    const client = open(await serve(target.handle));
    await expect(client.copyFrom(open(await serve(source.handle)), 'etl', digest, 'abc')).rejects.toMatchObject({
      reason: 'failure',
      message: expect.stringContaining('gave a blob'),
    });
    expect(target.manifests.size).toBe(0);
    expect([...target.blobs.values()].map(String)).not.toContain('b layer'.repeat(1000));
  });

  test('of a manifest that is not the one of its digest is refused', async () => {
    const source = new Memory();
    const digest = imageIn(source);
    source.manifests.set(digest, { type: ociManifest, content: Buffer.from('{}') });
    await expect(open(await serve(source.handle)).digestOf('etl', digest)).rejects.toMatchObject({ message: expect.stringContaining('gave a manifest') });
  });

  test('goes on after an upload that broke, with a fresh one', async () => {
    const [source, target] = [new Memory(), new Memory()];
    const digest = imageIn(source);
    let broken = 0;
    const server = await serve((request, response, body) => {
      if (request.method === 'PUT' && request.url?.includes('/uploads/') === true && broken < 2) {
        broken += 1;
        return void request.socket.destroy();
      }
      return target.handle(request, response, body);
    });
    await expect(open(server).copyFrom(open(await serve(source.handle)), 'etl', digest, 'abc')).resolves.toMatchObject({ blobs: { sent: 2 } });
    expect(broken).toBe(2);
  });

  test('sends no upload, and so no credentials, to another server', async () => {
    const [source, target, elsewhere] = [new Memory(), new Memory(), new Memory()];
    const digest = imageIn(source);
    const other = await serve(elsewhere.handle);
    const server = await serve((request, response, body) => {
      if (request.method === 'POST') return void response.writeHead(202, { location: `http://${other}/v2/etl/blobs/uploads/1` }).end();
      return target.handle(request, response, body);
    });
    await expect(open(server).copyFrom(open(await serve(source.handle)), 'etl', digest, 'abc')).rejects.toMatchObject({
      message: expect.stringContaining('another server'),
    });
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('a registry in trouble', () => {
  test.each([429, 500, 503])('is asked again after %i', async (status) => {
    const memory = new Memory();
    const digest = imageIn(memory);
    let calls = 0;
    const server = await serve((request, response, body) => {
      calls += 1;
      return calls < 4 ? void response.writeHead(status, { 'retry-after': '0' }).end() : memory.handle(request, response, body);
    });
    await expect(open(server).digestOf('etl', 'abc')).resolves.toBe(digest);
    expect(calls).toBe(4);
  });

  test('is given up after five times, with its code', async () => {
    let calls = 0;
    const server = await serve((_request, response) => {
      calls += 1;
      response.writeHead(503).end('{"errors":[{"code":"UNAVAILABLE"}]}');
    });
    await expect(open(server).digestOf('etl', 'abc')).rejects.toMatchObject({ reason: 'failure', message: expect.stringContaining('503 (UNAVAILABLE)') });
    expect(calls).toBe(5);
  });

  test('lets go when cancelled', async () => {
    const stop = new AbortController();
    const server = await serve(() => stop.abort());
    await expect(open(server, { cancelled: stop.signal }).digestOf('etl', 'abc')).rejects.toMatchObject({ reason: 'cancelled' });
  });
});

describe('the credentials', () => {
  /** Wants a Bearer token of its own token server; `oauth` answers there. */
  const bearer = async (
    oauth: Handler,
    realmOf: (server: string) => string = (server) => `http://${server}/oauth2/token`,
  ): Promise<{ server: string; memory: Memory; digest: string }> => {
    const memory = new Memory();
    const digest = imageIn(memory);
    const server: string = await serve((request, response, body) => {
      if (request.url?.startsWith('/oauth2/') === true) return oauth(request, response, body);
      if (request.headers.authorization === 'Bearer good') return memory.handle(request, response, body);
      return void response.writeHead(401, { 'www-authenticate': `Bearer realm="${realmOf(server)}",service="acr"` }).end();
    });
    return { server, memory, digest };
  };
  const give = (response: ServerResponse, value: object): void =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

  test('by name and password fetch one token for a scope and keep it', async () => {
    const asked: string[] = [];
    const { server, digest } = await bearer((request, response) => {
      asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
      give(response, { access_token: 'good', expires_in: 300 });
    });
    const client = open(server, { credentials: { username: 'u', password: 'p' } });
    await expect(client.digestOf('etl', 'abc')).resolves.toBe(digest);
    await expect(client.digestOf('etl', digest)).resolves.toBe(digest);
    expect(asked).toEqual(['/oauth2/token?service=acr&scope=repository%3Aetl%3Apull Basic dTpw']);
  });

  test("of Entra are exchanged as Azure's registry wants it: for a refresh token, then for access", async () => {
    const asked: string[] = [];
    const { server, digest } = await bearer((request, response, body) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
      give(response, request.url === '/oauth2/exchange' ? { refresh_token: 'refresh' } : { access_token: 'good' });
    });
    await expect(open(server, { credentials: { entraToken: 'entra' } }).digestOf('etl', 'abc')).resolves.toBe(digest);
    expect(asked).toEqual([
      'POST /oauth2/exchange grant_type=access_token&service=acr&access_token=entra',
      'POST /oauth2/token grant_type=refresh_token&service=acr&scope=repository%3Aetl%3Apull&refresh_token=refresh&client_id=hx',
    ]);
  });

  test('go to no token server in plain text elsewhere, and tokens of the registry to no other host', async () => {
    const never: Handler = () => {
      throw new Error('must not be asked');
    };
    const plain = await bearer(never, () => 'http://tokens.example.com/token');
    await expect(open(plain.server, { credentials: { username: 'u', password: 'p' } }).digestOf('etl', 'abc')).rejects.toMatchObject({
      reason: 'authentication',
      message: expect.stringContaining('safe'),
    });
    const other = await bearer(never, () => 'https://tokens.example.com/token');
    await expect(open(other.server, { credentials: { identityToken: 'refresh' } }).digestOf('etl', 'abc')).rejects.toMatchObject({
      reason: 'authentication',
      message: expect.stringContaining('another host'),
    });
  });

  test('that are wrong or missing end in one sentence without them', async () => {
    const { server } = await bearer((_request, response) => void response.writeHead(401).end('{}'));
    const failure = await open(server, { credentials: { username: 'u', password: 'secret-word' } })
      .digestOf('etl', 'abc')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'authentication', message: `the registry ${server} refused hx: its token server answered 401` });
    const basic = await serve((_request, response) => void response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end());
    await expect(open(basic).digestOf('etl', 'abc')).rejects.toMatchObject({ reason: 'authentication', message: expect.stringContaining('there are none') });
  });
});

describe('what reaches a URL', () => {
  test.each([
    ['Etl', 'abc'],
    ['../etl', 'abc'],
    ['etl/', 'abc'],
    ['etl?x', 'abc'],
    ['etl', ''],
    ['etl', 'a/b'],
    ['etl', 'sha256:abc'],
    ['etl', '-x'],
  ])('is judged: %s:%s is refused', async (repository, reference) => {
    await expect(async () => open('127.0.0.1:1').digestOf(repository, reference)).rejects.toMatchObject({ reason: 'usage' });
  });

  test.each(['a/b', 'user@host', 'host:port', ''])('is judged: the server %j is refused', (server) => {
    expect(() => openRegistry({ server, scheme: 'https' })).toThrow(expect.objectContaining({ reason: 'usage' }));
  });

  test('plain http is for loopback alone', () => {
    expect(() => openRegistry({ server: 'registry.example.com', scheme: 'http' })).toThrow(expect.objectContaining({ reason: 'usage' }));
    for (const server of ['127.0.0.1:5000', 'localhost:5000', '[::1]:5000']) expect(openRegistry({ server, scheme: 'http' }).origin).toBe(`http://${server}`);
  });

  test('a prefix stands before every repository', () => {
    expect(openRegistry({ server: '127.0.0.1:5000', scheme: 'http', prefix: 'devacr' }).nameOf('etl')).toBe('devacr/etl');
  });
});

test.each([
  ['Bearer realm="https://a/b",service="c",scope="d,e"', 'bearer', { realm: 'https://a/b', service: 'c', scope: 'd,e' }],
  ['BASIC realm="x"', 'basic', { realm: 'x' }],
  ['', '', {}],
])('the challenge %j is read', (text, scheme, parameters) => {
  expect(readChallenge(text)).toEqual({ scheme, parameters });
});
