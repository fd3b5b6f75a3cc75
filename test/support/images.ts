// Small images without any container tool: a folder in OCI layout and an archive of `docker save`, of one layer with the given files.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ImageContent {
  /** Path in the image to text. */
  readonly files: Readonly<Record<string, string>>;
  /** "NAME=value". */
  readonly env: readonly string[];
}

const digest = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** A tar archive of plain files. */
export function tarOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const data = Buffer.from(content);
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write('0000644\0', 100);
    head.write('0000000\0', 108);
    head.write('0000000\0', 116);
    head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write('00000000000\0', 136);
    head.write('        ', 148);
    head.write('0', 156);
    head.write('ustar\u000000', 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const configOf = ({ env }: ImageContent, layer: Buffer): Buffer =>
  Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Env: env, Cmd: ['sh'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest(layer)}`] },
      history: [{ created: '2026-01-01T00:00:00Z', created_by: '/bin/sh -c #(nop) ADD file:x in / ' }],
    }),
  );

export function writeOciFolder(folder: string, content: ImageContent): string {
  const layer = tarOf(content.files);
  const config = configOf(content, layer);
  const type = 'application/vnd.oci.image';
  const describe_ = (data: Buffer, mediaType: string): object => ({ mediaType, digest: `sha256:${digest(data)}`, size: data.length });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${type}.manifest.v1+json`,
      config: describe_(config, `${type}.config.v1+json`),
      layers: [describe_(layer, `${type}.layer.v1.tar`)],
    }),
  );
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  for (const data of [layer, config, manifest]) writeFileSync(join(blobs, digest(data)), data);
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [describe_(manifest, `${type}.manifest.v1+json`)] }));
  return folder;
}

export function writeArchive(file: string, content: ImageContent): string {
  const layer = tarOf(content.files);
  const manifest = [{ Config: 'config.json', RepoTags: ['etl:1'], Layers: ['layer.tar'] }];
  writeFileSync(file, tarOf({ 'layer.tar': layer, 'config.json': configOf(content, layer), 'manifest.json': JSON.stringify(manifest) }));
  return file;
}
