// Compiles the rooms' TypeScript to dist/, one CommonJS file a source file, and copies their JSON. Checks no types: `npm run check` does.
import { transformFile } from '@swc/core';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const rooms = ['infra', 'automation', 'cli', 'policy', 'localcloud', 'bench'];

/** Writes beside the target and renames, so that a reader or a killed build never sees half a file. */
const writeAtomically = (file, text) => {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
};

const sourcesOf = (room) =>
  existsSync(join(root, room))
    ? readdirSync(join(root, room), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

const isFresh = (source, output) => existsSync(output) && statSync(output).mtimeMs > statSync(source).mtimeMs;

const wanted = new Set();
const compile = async (source) => {
  const output = join(dist, relative(root, source)).replace(/\.ts$/, '.js');
  wanted.add(output).add(`${output}.map`);
  if (isFresh(source, output)) return;
  const { code, map } = await transformFile(source, { swcrc: true, cwd: root });
  if (map) writeAtomically(`${output}.map`, map);
  writeAtomically(output, `${code}\n//# sourceMappingURL=${output.split('/').pop()}.map\n`);
};

const sources = rooms.flatMap(sourcesOf);
await Promise.all(sources.filter((file) => file.endsWith('.ts')).map(compile));
for (const file of sources.filter((source) => source.endsWith('.json'))) {
  const output = join(dist, relative(root, file));
  wanted.add(output);
  if (isFresh(file, output)) continue;
  mkdirSync(dirname(output), { recursive: true });
  cpSync(file, output);
}
for (const room of rooms) {
  const folder = join(dist, room);
  if (!existsSync(folder)) continue;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(file)) rmSync(file, { force: true });
  }
}
