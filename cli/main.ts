#!/usr/bin/env node
// The process: hands argv, variables and streams to the CLI and leaves with its exit code, after all output has left. Decides nothing else.
import * as module from 'node:module';
import { join } from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`✗ Error: hx needs node 22.13 or newer; this is ${process.version}.\n  Suggestion: start it by ./hx, which brings a newer one\n`);
  process.exit(1);
}
// Compiled code of a former run: half of what is left of the start-up time. Without a place that can be written it is simply off.
module.enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? join(__dirname, '..', '.compile-cache'));

async function main(): Promise<void> {
  const { run } = await import('./run');
  process.exit(await run(process.argv.slice(2), process));
}

void main();
