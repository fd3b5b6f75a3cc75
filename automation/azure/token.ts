// Tokens for Azure and Databricks, by what the environment has: secret, federated token, managed identity, or the login of az. Kept in memory alone.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HxError } from '../errors';
import { runProgram } from '../run-program';

export interface TokenOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cancelled: AbortSignal;
  readonly now: () => number;
  /** What the tokens are for; the default is Azure's management API. */
  readonly resource?: string;
  /** Where tokens are asked for; others than Azure's own are for tests. */
  readonly authority?: string;
  readonly metadata?: string;
}
/** A bearer token that is good for five minutes at the least. Throws HxError 'authentication'. */
export type AzureTokens = () => Promise<string>;

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

const managementApi = 'https://management.azure.com/';
/** The application that every Databricks workspace of Azure is reached by. */
export const databricksResource = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

const resourceOf = ({ resource = managementApi }: TokenOptions): string => resource;
/** "https://management.azure.com/.default", "<application>/.default". */
const scopeOf = (options: TokenOptions): string => `${resourceOf(options).replace(/\/$/, '')}/.default`;
const spareMs = 5 * 60_000;
const grant = z.object({ access_token: z.string(), expires_in: z.coerce.number() });
const ofAz = z.object({ accessToken: z.string(), expires_on: z.number() });

export function azureTokens(options: TokenOptions): AzureTokens {
  let current: Promise<Token> | undefined;
  return async () => {
    const mine = (current ??= ask(options));
    try {
      const kept = await mine;
      if (kept.expiresAt - spareMs >= options.now()) return kept.value;
      // Whoever sees first that it is old asks; the others wait for that answer.
      if (current === mine) current = ask(options);
      return (await current).value;
    } catch (error) {
      current = undefined;
      throw error;
    }
  };
}

function ask(options: TokenOptions): Promise<Token> {
  const {
    ARM_CLIENT_ID: id,
    ARM_TENANT_ID: tenant,
    ARM_CLIENT_SECRET: secret,
    ARM_OIDC_TOKEN: oidc,
    ARM_OIDC_TOKEN_FILE_PATH: file,
    ARM_USE_MSI: msi,
  } = options.environment;
  if (id && tenant && secret) return ofApplication(tenant, { client_id: id, client_secret: secret }, options);
  if (id && tenant && oidc) return federated(id, tenant, () => Promise.resolve(oidc), options);
  if (id && tenant && file) return federated(id, tenant, () => readFile(file, 'utf8'), options);
  if (id && tenant && requestOf(options.environment)) return federated(id, tenant, () => requested(options), options);
  if (msi === 'true') return ofMachine(id, options);
  return ofLogin(options);
}

const federated = async (id: string, tenant: string, token: () => Promise<string>, options: TokenOptions): Promise<Token> =>
  ofApplication(
    tenant,
    { client_id: id, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: (await token()).trim() },
    options,
  );

async function ofApplication(tenant: string, words: Readonly<Record<string, string>>, options: TokenOptions): Promise<Token> {
  const { authority = 'https://login.microsoftonline.com' } = options;
  const body = new URLSearchParams({ ...words, grant_type: 'client_credentials', scope: scopeOf(options) });
  return granted(`${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, { method: 'POST', body }, options);
}

/** GitHub's and hx's own names for where a federated token is asked for. */
const requestOf = (environment: TokenOptions['environment']): { readonly url: string; readonly token: string } | undefined => {
  const url = environment['ARM_OIDC_REQUEST_URL'] ?? environment['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const token = environment['ARM_OIDC_REQUEST_TOKEN'] ?? environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  return url === undefined || token === undefined ? undefined : { url, token };
};

async function requested({ environment, cancelled }: TokenOptions): Promise<string> {
  const request = requestOf(environment);
  if (request === undefined) throw refused('there is nobody to ask for a federated token');
  const url = new URL(request.url);
  url.searchParams.set('audience', 'api://AzureADTokenExchange');
  const answer = await fetch(url, { headers: { authorization: `Bearer ${request.token}` }, signal: cancelled });
  const found = z.object({ value: z.string() }).safeParse(answer.ok ? await answer.json() : undefined);
  if (found.success) return found.data.value;
  throw refused(`the federated token was refused with status ${answer.status}`);
}

function ofMachine(id: string | undefined, options: TokenOptions): Promise<Token> {
  const url = new URL(`${options.metadata ?? 'http://169.254.169.254'}/metadata/identity/oauth2/token`);
  url.search = new URLSearchParams({ 'api-version': '2018-02-01', resource: resourceOf(options), ...(id ? { client_id: id } : {}) }).toString();
  return granted(url.href, { headers: { metadata: 'true' } }, options);
}

async function ofLogin(options: TokenOptions): Promise<Token> {
  const { environment, cancelled } = options;
  const result = await runProgram('az', ['account', 'get-access-token', '--resource', resourceOf(options), '--output', 'json'], {
    environment,
    cancelled,
    timeoutMs: 60_000,
  });
  if (result.state === 'cancelled') throw new HxError('cancelled', 'signing in to Azure was cancelled');
  if (result.state !== 'ended') throw refused('the Azure CLI could not be started');
  const found = ofAz.safeParse(result.exitCode === 0 ? JSON.parse(result.stdout) : undefined);
  if (!found.success) throw refused('the Azure CLI gave no token');
  return { value: found.data.accessToken, expiresAt: found.data.expires_on * 1000 };
}

async function granted(url: string, request: RequestInit, { cancelled, now }: TokenOptions): Promise<Token> {
  const answer = await fetch(url, { ...request, signal: cancelled }).catch((cause: unknown) => {
    throw cancelled.aborted ? new HxError('cancelled', 'signing in to Azure was cancelled') : refused(`${new URL(url).host} could not be reached`, cause);
  });
  const found = grant.safeParse(answer.ok ? await answer.json() : undefined);
  // The body of a refusal may quote what was sent.
  if (!found.success) throw refused(`Azure refused to sign in with status ${answer.status}`);
  return { value: found.data.access_token, expiresAt: now() + found.data.expires_in * 1000 };
}

const refused = (message: string, cause?: unknown): HxError =>
  new HxError('authentication', `${message}.`, { suggestion: 'az login', ...(cause === undefined ? {} : { cause }) });
