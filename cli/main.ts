#!/usr/bin/env node
// The process: hands argv, variables and streams to the CLI and leaves with its exit code, after all output has left. Decides nothing else.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Compiled code of a former run: half of what is left of the start-up time. Without a place that can be written it is simply off.
enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? join(__dirname, '..', '.compile-cache'));

async function main(): Promise<void> {
  const { run } = await import('./run');
  const code = await run(process.argv.slice(2), process);
  process.exit(code);
}

void main();
