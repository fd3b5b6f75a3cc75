// Judges what becomes a part of a registry's URL: server, repository, tag, digest. Pure.
import { HxError } from '../../errors';

// The grammar of github.com/distribution/reference.
const component = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;
const serverPattern = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/;

export const isDigest = (text: string): boolean => digestPattern.test(text);
export const isLoopback = (server: string): boolean => loopback.test(server);

/** Throws HxError `usage`. */
export function mustBeRepository(name: string): string {
  if (!repositoryPattern.test(name) || name.length > 255) throw refusal(name, 'a repository', 'lower-case words between /, as etl-ingestion');
  return name;
}

/** A tag or a digest; throws HxError `usage`. */
export function mustBeReference(text: string): string {
  if (!tagPattern.test(text) && !digestPattern.test(text)) throw refusal(text, 'a tag or digest', 'a git sha, or sha256: and 64 hex digits');
  return text;
}

/** Plain http for loopback alone: elsewhere it would show the credentials. Throws HxError `usage`. */
export function mustBeServer(server: string, scheme: 'https' | 'http'): string {
  if (!serverPattern.test(server)) throw refusal(server, 'a registry', 'a host name, as myregistry.azurecr.io');
  if (scheme === 'http' && !isLoopback(server)) throw refusal(`http://${server}`, 'a registry that hx talks to', 'https, or a registry on this machine');
  return server;
}

const refusal = (text: string, what: string, suggestion: string): HxError =>
  new HxError('usage', `'${text.slice(0, 80)}' is no name of ${what}`, { suggestion });
