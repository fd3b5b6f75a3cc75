// Compiles the TypeScript of scripts/rooms to dist/, one CommonJS file a source file, and copies their JSON. Checks no types: `npm run check` does.
// An output bears the time of the source it was made from, so a source that changes during the build, or goes back in time, is seen.
import { transformFile } from '@swc/core';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// A little early: file systems stamp with a coarser clock than this one, and what is saved during the build must be newer than its stamp.
const startedAt = new Date(Date.now() - 20);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const rooms = readFileSync(join(root, 'scripts', 'rooms'), 'utf8')
  .trim()
  .split('\n');

/** Writes beside the target and renames, so that a reader or a killed build never sees half a file. */
const writeAtomically = (file, text, time) => {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  utimesSync(temporary, time, time);
  renameSync(temporary, file);
};

const sourcesOf = (room) =>
  existsSync(join(root, room))
    ? readdirSync(join(root, room), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** Whole milliseconds: file systems keep finer times than utimes can set. */
const timeOf = (file) => new Date(Math.floor(statSync(file).mtimeMs));
const builtAt = existsSync(join(dist, '.built')) ? timeOf(join(dist, '.built')) : new Date(0);
const isToolNewer = ['.swcrc', 'scripts/build.mjs', 'package-lock.json'].some((file) => timeOf(join(root, file)) > builtAt);
const isFresh = (time, output) => !isToolNewer && existsSync(output) && Math.abs(timeOf(output) - time) <= 1;

const wanted = new Set();
const compile = async (source) => {
  const output = join(dist, relative(root, source)).replace(/\.ts$/, '.js');
  wanted.add(output).add(`${output}.map`);
  const time = timeOf(source);
  if (isFresh(time, output)) return;
  const { code, map } = await transformFile(source, { swcrc: true, cwd: root });
  if (map) writeAtomically(`${output}.map`, map, time);
  writeAtomically(output, `${code}\n//# sourceMappingURL=${output.split('/').pop()}.map\n`, time);
};

const sources = rooms.flatMap(sourcesOf);
await Promise.all(sources.filter((file) => file.endsWith('.ts')).map(compile));
// The policy pack's package.json is for the bare Pulumi CLI; in dist/ it would lead astray.
for (const file of sources.filter((source) => source.endsWith('.json') && basename(source) !== 'package.json')) {
  const output = join(dist, relative(root, file));
  wanted.add(output);
  const time = timeOf(file);
  if (!isFresh(time, output)) writeAtomically(output, readFileSync(file), time);
}
for (const room of rooms) {
  const folder = join(dist, room);
  if (!existsSync(folder)) continue;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(file)) rmSync(file, { force: true });
  }
}
writeAtomically(join(dist, '.built'), '', startedAt);
