// Sends one request to a registry: signs it, answers a challenge, repeats what may be repeated, and turns a refusal into an HxError.
import { setTimeout as delay } from 'node:timers/promises';
import { HxError } from '../../errors';
import type { Authorizer } from './auth';

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  /** "repository:etl-ingestion:pull,push" */
  readonly scopes: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent once: who made it repeats the whole. */
  readonly body?: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly timeoutMs: number;
  /** Statuses that are an answer; every other one throws. */
  readonly expect: readonly number[];
}

export interface Sender {
  readonly server: string;
  readonly fetch: typeof fetch;
  readonly authorizer: Authorizer;
  readonly cancelled: AbortSignal;
  /** Between attempts; 0 in tests. */
  readonly firstWaitMs: number;
}

const attempts = 5;
const longestWaitMs = 30_000;

/** The registry or the way to it failed; another attempt may succeed. */
export class PassingTrouble extends Error {
  constructor(
    message: string,
    readonly waitMs: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Runs `body` until it meets no passing trouble; throws HxError `failure` after five times, `cancelled` when asked to stop. */
export async function persistently<T>({ server, cancelled, firstWaitMs }: Sender, body: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await body();
    } catch (error) {
      if (cancelled.aborted) throw stopped(server);
      if (!(error instanceof PassingTrouble)) throw error;
      if (attempt === attempts)
        throw new HxError('failure', `the registry ${server} cannot be used: ${error.message}`, {
          suggestion: 'check the network, then run the same command again',
          cause: error,
        });
      const waitMs = Math.min(error.waitMs ?? firstWaitMs * 2 ** (attempt - 1), longestWaitMs);
      await delay(waitMs, undefined, { signal: cancelled }).catch(() => {
        throw stopped(server);
      });
    }
  }
}

const stopped = (server: string): HxError => new HxError('cancelled', `the work with the registry ${server} was cancelled`);

/** Sends it, again where the registry is in passing trouble. */
export function send(sender: Sender, request: RegistryRequest): Promise<Response> {
  return persistently(sender, () => sendOnce(sender, request));
}

/** Sends it once; throws PassingTrouble where another attempt may help. */
export async function sendOnce(sender: Sender, request: RegistryRequest): Promise<Response> {
  const known = sender.authorizer.known(request.scopes);
  const first = await attempt(sender, request, known);
  if (first.status !== 401) return judge(sender, request, first);
  const challenge = first.headers.get('www-authenticate') ?? '';
  await first.body?.cancel();
  const header = await sender.authorizer.answer(challenge, request.scopes, limit(sender, request)).catch((cause: unknown) => {
    throw cause instanceof HxError ? cause : new PassingTrouble('its token server cannot be reached', undefined, { cause });
  });
  if (request.body instanceof ReadableStream) throw new PassingTrouble('it asked for a new token in the middle of an upload', 0);
  return judge(sender, request, await attempt(sender, request, header));
}

const limit = ({ cancelled }: Sender, { timeoutMs }: RegistryRequest): AbortSignal => AbortSignal.any([cancelled, AbortSignal.timeout(timeoutMs)]);

async function attempt(sender: Sender, request: RegistryRequest, authorization: string | undefined): Promise<Response> {
  const { method, url, body } = request;
  const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) };
  const init = { method, headers, signal: limit(sender, request), ...(body === undefined ? {} : { body, duplex: 'half' as const }) };
  try {
    return await sender.fetch(url, init);
  } catch (cause) {
    throw new PassingTrouble(cause instanceof Error && cause.name === 'TimeoutError' ? 'it gave no answer in time' : 'it cannot be reached', undefined, {
      cause,
    });
  }
}

async function judge({ server }: Sender, { expect, method, url }: RegistryRequest, response: Response): Promise<Response> {
  const { status } = response;
  if (expect.includes(status)) return response;
  const said = await codeIn(response);
  if (status === 401 || status === 403) {
    throw new HxError('authentication', `the registry ${server} refused the credentials of hx for ${url.pathname}${said}`, {
      suggestion: 'az role assignment list --scope <registry id>, then sign in again: az acr login --name <registry>',
    });
  }
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (status === 429 || status >= 500) throw new PassingTrouble(`it answered ${status}${said}`, Number.isFinite(after) ? after * 1000 : undefined);
  throw new HxError('failure', `the registry ${server} answered ${status} to ${method} ${url.pathname}${said}`, {
    suggestion: `docker manifest inspect ${server}/<image>`,
  });
}

/** " (MANIFEST_UNKNOWN)" where the body says so. */
async function codeIn(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  const [, code] = /"code"\s*:\s*"([A-Z_]{1,40})"/.exec(text) ?? [];
  return code === undefined ? '' : ` (${code})`;
}
