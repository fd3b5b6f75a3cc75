// Copies an image from one registry to another by its digest: what it stands on first, the tag last. Interrupted, it is done again without harm.
import { HxError } from '../../errors';
import type { RegistryClient } from './client';
import { contentsOf, type Blob, type Manifest } from './manifest';
import { isDigest, mustBeReference } from './names';

export interface CopyResult {
  readonly digest: string;
  /** Blobs by how they came: found there, mounted within the server, or sent. */
  readonly blobs: Readonly<Record<'present' | 'mounted' | 'sent', number>>;
  readonly bytesSent: number;
}

/** At once; each holds a connection to either registry. */
const parallel = 3;

export async function copyImage(source: RegistryClient, target: RegistryClient, repository: string, digest: string, tag: string): Promise<CopyResult> {
  if (!isDigest(digest))
    throw new HxError('usage', `'${digest.slice(0, 80)}' is no digest: an image is promoted by its digest alone`, { suggestion: 'sha256: and 64 hex digits' });
  if (isDigest(mustBeReference(tag))) throw new HxError('usage', 'a copy needs a tag', { suggestion: 'the git sha of the image' });
  const tally = { present: 0, mounted: 0, sent: 0 };
  let bytesSent = 0;
  const copyBlob = async (blob: Blob): Promise<void> => {
    const from = source.origin === target.origin ? source.nameOf(repository) : undefined;
    const how = await target.writeBlob(repository, blob, from, () => source.readBlob(repository, blob));
    tally[how] += 1;
    if (how === 'sent') bytesSent += blob.size;
  };
  const copyContents = async (manifest: Manifest): Promise<void> => {
    const { manifests, blobs } = contentsOf(manifest);
    for (const one of manifests) {
      const inner = await mustRead(source, repository, one);
      await copyContents(inner);
      await target.writeManifest(repository, one, inner);
    }
    await inParallel(blobs, copyBlob);
  };
  const root = await mustRead(source, repository, digest);
  if ((await target.digestOf(repository, tag)) !== digest) {
    await copyContents(root);
    await target.writeManifest(repository, tag, root);
    const found = await target.digestOf(repository, tag);
    if (found !== digest)
      throw new HxError('failure', `${target.nameOf(repository)}:${tag} is ${found ?? 'not there'} after the copy of ${digest}`, {
        suggestion: 'see who else writes this tag, then copy again',
      });
  }
  return { digest, blobs: tally, bytesSent };
}

async function mustRead(source: RegistryClient, repository: string, digest: string): Promise<Manifest> {
  const manifest = await source.readManifest(repository, digest);
  if (manifest !== undefined) return manifest;
  throw new HxError('failure', `${source.origin} has no ${source.nameOf(repository)}@${digest}`, {
    suggestion: 'deploy the release there first, or build it anew: hx deploy',
  });
}

/** Waits for all that began, also where one fails. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  let failure: { readonly error: unknown } | undefined;
  const run = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined && failure === undefined; item = rest.shift()) {
      await work(item).catch((error: unknown) => {
        failure ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: parallel }, run));
  if (failure !== undefined) throw failure.error;
}
