// Names of images as Docker and Azure's registries read them: "<server>/<repository>:<tag>" or "@<digest>". Pure.

export interface ImageName {
  /** Lower case, without a scheme: "acretl.azurecr.io". */
  readonly server: string;
  readonly repository: string;
  /** "latest" where neither tag nor digest is given; absent beside a digest alone. */
  readonly tag?: string;
  /** "sha256:…". */
  readonly digest?: string;
}

const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^sha256:[0-9a-f]{64}$/;
/** Docker's own bound on a name without tag and digest. */
const longest = 255;

/** The parts of a fully qualified name, or why it is none, in Docker's words. */
export function parseImageName(name: string): ImageName | { readonly problem: string } {
  const [beforeDigest = '', digest, ...rest] = name.split('@');
  const slash = beforeDigest.indexOf('/');
  const colon = beforeDigest.lastIndexOf(':');
  const [path, tag] = colon > slash ? [beforeDigest.slice(0, colon), beforeDigest.slice(colon + 1)] : [beforeDigest, undefined];
  const server = slash < 0 ? '' : path.slice(0, slash);
  const repository = path.slice(slash + 1);
  if (rest.length > 0 || (digest !== undefined && !digestForm.test(digest)) || (tag !== undefined && !tagForm.test(tag)))
    return { problem: 'invalid reference format' };
  // As Docker tells a server from the first part of a repository.
  if (!/[.:]/.test(server) && server !== 'localhost')
    return { problem: 'repository name must be canonical: this provider requires all image names to be fully qualified' };
  if (server !== server.toLowerCase() || repository !== repository.toLowerCase())
    return { problem: 'invalid reference format: repository name must be lowercase' };
  if (!repository.split('/').every((part) => component.test(part))) return { problem: 'invalid reference format' };
  if (path.length > longest) return { problem: `repository name must not be more than ${longest} characters` };
  if (digest !== undefined) return { server, repository, digest, ...(tag === undefined ? {} : { tag }) };
  return { server, repository, tag: tag ?? 'latest' };
}

/** The registry's name in "<registry>.azurecr.io". */
export const registryOf = (server: string): string => server.replace(/\.azurecr\.io$/, '');

/** Where the local cloud keeps the repositories of all its registries: one below the other's name. Throws for a name that is not fully qualified. */
export function loopbackReference(address: string, reference: string): string {
  const name = parseImageName(reference);
  if ('problem' in name) throw new Error(`${reference}: ${name.problem}`);
  const [tag, digest] = [name.tag === undefined ? '' : `:${name.tag}`, name.digest === undefined ? '' : `@${name.digest}`];
  return `${address}/${registryOf(name.server)}/${name.repository}${tag}${digest}`;
}
