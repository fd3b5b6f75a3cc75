// Writes the reference pages under docs/ from the built CLI's own tables, and removes pages of commands that are gone.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await import('./build.mjs');
const require = createRequire(import.meta.url);
const { docPages } = require(join(root, 'dist', 'cli', 'docs.js'));
const { rows } = require(join(root, 'dist', 'cli', 'commands', 'index.js'));

const { policiesPage } = require(join(root, 'dist', 'policy', 'page.js'));
const { policies } = require(join(root, 'dist', 'policy', 'catalogue.js'));

const pages = [...(await docPages(rows)), { path: 'docs/policies.md', text: policiesPage(policies) }];
for (const { path, text } of pages) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const known = new Set(pages.map(({ path }) => path));
for (const name of readdirSync(join(root, 'docs', 'commands'))) {
  if (!known.has(`docs/commands/${name}`)) rmSync(join(root, 'docs', 'commands', name));
}
console.log(`${pages.length} pages written`);
