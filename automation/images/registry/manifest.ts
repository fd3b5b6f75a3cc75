// What a manifest names, by the OCI image specification and Docker's schema 2. Pure.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HxError } from '../../errors';
import { isDigest } from './names';

export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  /** The bytes that the digest is of. */
  readonly content: Buffer<ArrayBuffer>;
}

export interface Blob {
  readonly digest: string;
  readonly size: number;
}

const oci = 'application/vnd.oci.image';
const docker = 'application/vnd.docker.distribution.manifest';
const indexTypes: readonly string[] = [`${oci}.index.v1+json`, `${docker}.list.v2+json`];
const imageTypes: readonly string[] = [`${oci}.manifest.v1+json`, `${docker}.v2+json`];
export const acceptedTypes = [...imageTypes, ...indexTypes].join(', ');

const descriptor = z.object({ digest: z.string().refine(isDigest), size: z.int().nonnegative(), urls: z.array(z.string()).optional() });
const schemas = {
  index: z.object({ manifests: z.array(descriptor) }),
  image: z.object({ config: descriptor, layers: z.array(descriptor) }),
};

export const digestOfContent = (content: Uint8Array): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** The manifests and blobs that it stands on; layers that live at another address by design are left out. */
export function contentsOf({ mediaType, content, digest }: Manifest): { readonly manifests: readonly string[]; readonly blobs: readonly Blob[] } {
  const unknown = (cause?: unknown): HxError =>
    new HxError('failure', `${digest} is no manifest of an image that hx can copy (${mediaType})`, { suggestion: 'build the image anew', cause });
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    if (indexTypes.includes(mediaType)) return { manifests: schemas.index.parse(value).manifests.map((one) => one.digest), blobs: [] };
    if (!imageTypes.includes(mediaType)) throw unknown();
    const { config, layers } = schemas.image.parse(value);
    const own = [config, ...layers].filter(({ urls }) => urls === undefined || urls.length === 0);
    return { manifests: [], blobs: [...new Map(own.map(({ digest: one, size }) => [one, { digest: one, size }])).values()] };
  } catch (cause) {
    throw cause instanceof HxError ? cause : unknown(cause);
  }
}
