// What an image argument means: a reference, an archive or an OCI folder. Refuses what is neither, or could be an option.
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { HxError } from '../errors';

export type Image =
  | { readonly kind: 'reference'; readonly reference: string; readonly name: string }
  /** A `docker save` or OCI archive, or a folder in OCI layout. */
  | { readonly kind: 'archive'; readonly path: string; readonly name: string };

// The grammar of github.com/distribution/reference.
const host = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62})(?:\.[a-zA-Z0-9][a-zA-Z0-9-]{0,62})*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?`;
const component = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const pattern = new RegExp(String.raw`^(?:(?<host>${host})/)?(?<path>${component}(?:/${component})*)(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`);
const longest = 512;

/** Throws HxError "usage". */
export async function readImage(text: string, workingFolder: string): Promise<Image> {
  const refuse = (message: string, suggestion: string): never => {
    throw new HxError('usage', message, { suggestion });
  };
  if (text === '' || text.startsWith('-') || text.includes('\0') || text.length > longest) {
    return refuse(`'${text.slice(0, 80)}' is no image.`, 'hx scan image <registry>/<name>:<tag>');
  }
  const path = resolve(workingFolder, text);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return { kind: 'archive', path, name: basename(path).replace(/\.(tar|tgz|tar\.gz)$/, '') };
  if (found?.isDirectory() === true) {
    const isLayout = (await stat(join(path, 'index.json')).catch(() => undefined))?.isFile() === true;
    return isLayout
      ? { kind: 'archive', path, name: basename(path) }
      : refuse(`${text} is a folder, and no image: it has no index.json.`, `hx scan files ${text}`);
  }
  if (/^[./]|\.(tar|tgz|tar\.gz)$/.test(text)) return refuse(`There is no ${text}.`, 'docker save --output image.tar <name>:<tag>');
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) return refuse(`'${text}' is no reference of an image.`, 'hx scan image <registry>/<name>:<tag>');
  return { kind: 'reference', reference: text, name: groups['path'] ?? text };
}
