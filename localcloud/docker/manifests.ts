// Asks a registry which digest a tag has. Reads nothing else of it.
import type { RegistryPlace } from './settings';

const kinds = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const timeoutMs = 30_000;

export const basicAuth = ({ credentials }: Pick<RegistryPlace, 'credentials'>): string =>
  Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');

/** Digest of the manifest at a tag or digest; undefined where there is none. Throws where the registry does not answer as one. */
export async function manifestDigest(place: RegistryPlace, repository: string, reference: string): Promise<string | undefined> {
  const response = await fetch(`http://${place.address}/v2/${repository}/manifests/${reference}`, {
    method: 'HEAD',
    headers: { accept: kinds.join(', '), authorization: `Basic ${basicAuth(place)}` },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 404) return undefined;
  const digest = response.headers.get('docker-content-digest');
  if (!response.ok || digest === null) throw new Error(`the registry at ${place.address} answers ${response.status} for ${repository}:${reference}`);
  return digest;
}
