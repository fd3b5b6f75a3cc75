// Calls of Azure's management API and of others that answer like it: throttling and passing failures are waited out, refusals become errors of hx.
import { setTimeout as delay } from 'node:timers/promises';
import { HxError } from '../errors';
import type { AzureTokens } from './token';

export interface ManagementOptions {
  /** "https://management.azure.com"; another one is for tests. */
  readonly endpoint: string;
  readonly tokens: AzureTokens;
  readonly cancelled: AbortSignal;
  /** Between attempts, doubled each time; where the service says nothing. */
  readonly backoffMs: number;
  /** Who answers, as messages name it; the default is Azure. */
  readonly service?: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root, with its query. */
  readonly path: string;
  /** Bytes go as they are, everything else as JSON. */
  readonly body?: object;
  /** False for what must not be done twice: it is repeated only where the service says that it did nothing. */
  readonly isRepeatable: boolean;
}

const attempts = 6;
const longestWaitMs = 60_000;
const timeoutMs = 60_000;

/** The answer's JSON; undefined where it has none. Throws HxError 'authentication', 'usage' for 404, 'resource', 'cancelled'. */
export async function call(request: Call, options: ManagementOptions): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const token = await options.tokens();
    const answer = await send(request, token, options);
    if (answer instanceof Response && answer.ok) return parsed(await answer.text());
    const isThrottled = answer instanceof Response && answer.status === 429;
    const isPassing = !(answer instanceof Response) || answer.status >= 500;
    if (attempt === attempts || !(isThrottled || (isPassing && request.isRepeatable))) throw await failure(answer, request, token, options);
    await pause(answer, attempt, options);
  }
}

async function send({ method, path, body }: Call, token: string, { endpoint, cancelled }: ManagementOptions): Promise<Response | Error> {
  const { type, content } = written(body);
  const headers = { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { 'content-type': type }) };
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(timeoutMs)]);
  try {
    return await fetch(`${endpoint}${path}`, { method, headers, ...(content === undefined ? {} : { body: content }), signal });
  } catch (error) {
    if (cancelled.aborted) throw stopped(error);
    return error instanceof Error ? error : new Error(String(error));
  }
}

function written(body: object | undefined): { readonly type?: string; readonly content?: string | Uint8Array<ArrayBuffer> } {
  if (body === undefined) return {};
  if (body instanceof Uint8Array) return { type: 'application/octet-stream', content: new Uint8Array(body) };
  return { type: 'application/json', content: JSON.stringify(body) };
}

async function pause(answer: Response | Error, attempt: number, { backoffMs, cancelled }: ManagementOptions): Promise<void> {
  const said = answer instanceof Response ? Number(answer.headers.get('retry-after') ?? Number.NaN) * 1000 : Number.NaN;
  const wait = Number.isFinite(said) && said >= 0 ? said : backoffMs * 2 ** (attempt - 1);
  await delay(Math.min(wait, longestWaitMs), undefined, { signal: cancelled }).catch((cause: unknown) => {
    throw stopped(cause);
  });
}

const stopped = (cause: unknown): HxError => new HxError('cancelled', 'the call to Azure was cancelled', { cause });

const parsed = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));

/** Azure's error shape is {"error": {"code", "message"}}, that of Databricks {"error_code", "message"}. */
async function failure(answer: Response | Error, { method, path }: Call, token: string, { service = 'Azure' }: ManagementOptions): Promise<HxError> {
  if (!(answer instanceof Response))
    return new HxError('resource', `${service} could not be reached for ${method} ${path.split('?')[0] ?? ''}.`, { cause: answer });
  // A refusal may quote what was sent.
  const text = (await answer.text()).replaceAll(token === '' ? /$^/g : token, '[secret]');
  const said = /"(?:error_)?code"\s*:\s*"([^"]{1,100})"/.exec(text)?.[1] ?? `status ${answer.status}`;
  const message = /"message"\s*:\s*"((?:[^"\\]|\\.){1,500})"/.exec(text)?.[1] ?? '';
  const what = `${said}${message === '' ? '' : `: ${message.replaceAll('\\"', '"')}`}`;
  if (answer.status === 401 || answer.status === 403)
    return new HxError('authentication', `${service} refused the credentials (${what}).`, { suggestion: 'az login' });
  if (answer.status === 404) return new HxError('usage', `${service} does not know it (${what}).`);
  return new HxError('resource', `${service} refused ${method} ${path.split('?')[0]?.split('/').at(-1) ?? ''} (${what}).`);
}
