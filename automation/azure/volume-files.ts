// Files of Unity Catalog's volumes by the Files API of Databricks: https://docs.databricks.com/api/azure/workspace/files (2.0). Takes no name into a URL unjudged.
import { z } from 'zod';
import { HxError } from '../errors';
import { call, type Call, type ManagementOptions } from './management';

export interface VolumeEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Paths are absolute: "/Volumes/<catalog>/<schema>/<volume>/…". Every method throws what `call` throws, and HxError 'failure' for an odd name. */
export interface VolumeFiles {
  /** Replaces what is there. */
  put(path: string, content: Uint8Array): Promise<void>;
  /** With the folders above it; nothing happens where it is there. */
  makeFolder(path: string): Promise<void>;
  /** Undefined where there is no such folder. */
  list(folder: string): Promise<readonly VolumeEntry[] | undefined>;
  /** Nothing happens where it is gone. */
  removeFile(path: string): Promise<void>;
  /** An empty one alone. */
  removeFolder(path: string): Promise<void>;
}

const page = z.object({
  contents: z.array(z.object({ name: z.string(), is_directory: z.boolean().optional() })).optional(),
  next_page_token: z.string().optional(),
});

export function volumeFiles(options: ManagementOptions): VolumeFiles {
  const ask = (method: Call['method'], path: string, body?: Uint8Array): Promise<unknown> =>
    // Each says what shall be, so that a second time changes nothing.
    call({ method, path, isRepeatable: true, ...(body === undefined ? {} : { body }) }, { ...options, service: 'Databricks' });
  const remove = async (path: string): Promise<void> => {
    await unlessGone(ask('DELETE', path));
  };
  return {
    put: async (path, content) => void (await ask('PUT', `${urlOf('files', path)}?overwrite=true`, content)),
    makeFolder: async (path) => void (await ask('PUT', urlOf('directories', path))),
    list: async (folder) => {
      const entries: VolumeEntry[] = [];
      let token = '';
      do {
        const query = token === '' ? '' : `?page_token=${encodeURIComponent(token)}`;
        const answer = await unlessGone(ask('GET', `${urlOf('directories', folder)}${query}`));
        if (answer === gone) return undefined;
        const { contents = [], next_page_token: next = '' } = page.parse(answer ?? {});
        entries.push(...contents.map(({ name, is_directory: isFolder = false }) => ({ name: nameIn(folder, name), isFolder })));
        token = next;
      } while (token !== '');
      return entries;
    },
    removeFile: (path) => remove(urlOf('files', path)),
    removeFolder: (path) => remove(urlOf('directories', path)),
  };
}

const gone = Symbol('gone');

/** Databricks' 404 is a refusal with the reason `usage`. */
const unlessGone = <Answer>(answer: Promise<Answer>): Promise<Answer | typeof gone> =>
  answer.catch((error: unknown) => {
    if (error instanceof HxError && error.reason === 'usage') return gone;
    throw error;
  });

const urlOf = (kind: 'files' | 'directories', path: string): string => {
  mustBeVolumePath(path);
  return `/api/2.0/fs/${kind}${path}`;
};

/** Letters, digits, `_`, `.` and `-` need no escape in a URL; `.` and `..` would lead elsewhere. */
const segment = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,255}$/;

/** Throws HxError 'failure' for what is no plain path below a volume. */
export function mustBeVolumePath(path: string): void {
  const [root, volumes, ...rest] = path.split('/');
  if (root === '' && volumes === 'Volumes' && rest.length >= 4 && rest.every((name) => segment.test(name))) return;
  throw new HxError('failure', `${JSON.stringify(path)} is no path below a volume that hx would write to`, {
    suggestion: 'name files with letters, digits, ".", "-" and "_"',
  });
}

/** A name that Databricks gives becomes part of a path that may be deleted. */
function nameIn(folder: string, name: string): string {
  if (segment.test(name)) return name;
  throw new HxError('failure', `${folder} holds ${JSON.stringify(name)}, which hx has not put there and does not touch`, {
    suggestion: `databricks fs ls dbfs:${folder}, and remove it`,
  });
}

/** The workspace's address, as the exports have it, for a token to be sent to. Throws HxError 'expectation' for any other server. */
export function workspaceEndpoint(url: unknown): string {
  const found = typeof url === 'string' ? /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.azuredatabricks\.net(?=\/?$)/.exec(url)?.[0] : undefined;
  if (found !== undefined) return found;
  throw new HxError('expectation', `the export's databricksUrl is ${JSON.stringify(url)}, which is no workspace of Azure Databricks`, {
    suggestion: 'hx outputs databricksUrl',
  });
}
