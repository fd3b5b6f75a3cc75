// Answers a registry's challenge: Basic, or a Bearer token from its token server, ACR's two exchanges included. Keeps tokens in memory alone.
import { z } from 'zod';
import { HxError } from '../../errors';
import { isLoopback } from './names';

export type RegistryCredentials =
  | { readonly username: string; readonly password: string }
  /** A refresh token of the registry, as `az acr login --expose-token` gives it. */
  | { readonly identityToken: string }
  /** An access token of Entra ID for Azure's management plane; ACR exchanges it. */
  | { readonly entraToken: string };

export interface AuthOptions {
  readonly server: string;
  readonly scheme: 'https' | 'http';
  readonly credentials?: RegistryCredentials;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

export interface Authorizer {
  /** Header value for the scopes, where one is known and still good. */
  known(scopes: readonly string[]): string | undefined;
  /** Header value for a fresh answer to the challenge. Throws HxError `authentication`. */
  answer(challenge: string, scopes: readonly string[], signal: AbortSignal): Promise<string>;
}

const tokenSchema = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
});
type TokenAnswer = z.infer<typeof tokenSchema>;

/** What a token server that says nothing means, by the specification. */
const defaultSeconds = 60;
const marginMs = 10_000;

export function createAuthorizer(options: AuthOptions): Authorizer {
  const tokens = new Map<string, { readonly header: string; readonly until: number }>();
  let basic: string | undefined;
  const keyOf = (scopes: readonly string[]): string => [...scopes].sort().join(' ');
  return {
    known(scopes) {
      const token = tokens.get(keyOf(scopes));
      return token !== undefined && token.until > options.now() ? token.header : basic;
    },
    async answer(challenge, scopes, signal) {
      const { scheme, parameters } = readChallenge(challenge);
      if (scheme === 'basic') {
        basic = basicHeader(options);
        return basic;
      }
      if (scheme !== 'bearer') throw refused(options, `it asks for ${scheme || 'nothing that can be given'}`);
      const answer = await fetchToken(realmOf(parameters['realm'] ?? '', options), parameters['service'] ?? options.server, scopes, options, signal);
      const token = answer.access_token ?? answer.token;
      if (token === undefined) throw refused(options, 'its token server gave no token');
      const header = `Bearer ${token}`;
      tokens.set(keyOf(scopes), { header, until: options.now() + (answer.expires_in ?? defaultSeconds) * 1000 - marginMs });
      return header;
    },
  };
}

/** `Bearer realm="https://…",service="…"` as its parts; the scheme in lower case. */
export function readChallenge(text: string): { readonly scheme: string; readonly parameters: Readonly<Record<string, string>> } {
  const [, scheme = '', rest = ''] = /^\s*([A-Za-z]+)\s*(.*)$/s.exec(text) ?? [];
  const parameters = Object.fromEntries([...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name.toLowerCase(), value]));
  return { scheme: scheme.toLowerCase(), parameters };
}

const suggestion = 'sign in to it: az acr login --name <registry>, or docker login <registry>';
const refused = ({ server }: AuthOptions, why: string): HxError => new HxError('authentication', `the registry ${server} refused hx: ${why}`, { suggestion });

function basicHeader(options: AuthOptions): string {
  const { credentials } = options;
  if (credentials === undefined) throw refused(options, 'it wants credentials, and there are none');
  if (!('username' in credentials)) throw refused(options, 'it wants a user name and a password, and hx has a token');
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

/** Credentials go to no token server in plain text, and a registry's own tokens to no other host. */
function realmOf(text: string, options: AuthOptions): URL {
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = realm?.protocol === 'https:' || (realm?.protocol === 'http:' && options.scheme === 'http' && isLoopback(realm.host));
  if (realm === undefined || !isSafe) throw refused(options, 'it names no token server that is safe to talk to');
  const isOwn = realm.host === options.server && realm.protocol === `${options.scheme}:`;
  if (options.credentials !== undefined && !('username' in options.credentials) && !isOwn) throw refused(options, 'its token server is another host');
  return realm;
}

async function fetchToken(realm: URL, service: string, scopes: readonly string[], options: AuthOptions, signal: AbortSignal): Promise<TokenAnswer> {
  const { credentials } = options;
  const post = (url: URL, body: URLSearchParams): Promise<TokenAnswer> => ask(url, { method: 'POST', body, signal }, options);
  if (credentials === undefined || 'username' in credentials) {
    const url = new URL(realm);
    url.searchParams.set('service', service);
    scopes.forEach((scope) => url.searchParams.append('scope', scope));
    return ask(url, { signal, ...(credentials === undefined ? {} : { headers: { authorization: basicHeader(options) } }) }, options);
  }
  const refresh = 'identityToken' in credentials ? credentials.identityToken : await exchange(realm, service, credentials.entraToken, post);
  if (refresh === undefined) throw refused(options, 'it exchanged the Entra token for nothing');
  const form = new URLSearchParams({ grant_type: 'refresh_token', service, scope: scopes.join(' '), refresh_token: refresh, client_id: 'hx' });
  return post(realm, form);
}

/** https://learn.microsoft.com/azure/container-registry/container-registry-authentication: POST /oauth2/exchange. */
/** A refresh token of the registry for Docker, which knows no token of Entra. Throws HxError `authentication`. */
export async function refreshTokenOf(options: AuthOptions & { readonly entraToken: string }, signal: AbortSignal): Promise<string> {
  const { server, scheme, entraToken } = options;
  const post = (url: URL, body: URLSearchParams): Promise<TokenAnswer> => ask(url, { method: 'POST', body, signal }, options);
  const refresh = await exchange(new URL(`${scheme}://${server}`), server, entraToken, post);
  if (refresh === undefined) throw refused(options, 'it exchanged the Entra token for nothing');
  return refresh;
}

async function exchange(
  realm: URL,
  service: string,
  token: string,
  post: (url: URL, body: URLSearchParams) => Promise<TokenAnswer>,
): Promise<string | undefined> {
  const form = new URLSearchParams({ grant_type: 'access_token', service, access_token: token });
  return (await post(new URL('/oauth2/exchange', realm), form)).refresh_token;
}

async function ask(url: URL, init: RequestInit, options: AuthOptions): Promise<TokenAnswer> {
  // A redirect would carry the credentials on.
  const response = await options.fetch(url, { ...init, redirect: 'error' });
  const answer = tokenSchema.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !answer.success) throw refused(options, `its token server answered ${response.status}`);
  return answer.data;
}
