// Once before the layers that run the built CLI or the real engine: builds dist/ and brings the engine, whose path the tests get as HX_TEST_ENGINE.
// Trivy is brought beside the run: where it has to be built, its own test waits for it, and no other one.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../../automation/pulumi/engine';
import { ensureTool, registryTool } from '../../automation/tools';

const root = join(__dirname, '..', '..');

/** The process that brings trivy, for jest-global-teardown.ts. */
export const trivyBuild = 'HX_TEST_TRIVY_BUILD';

function bringTrivy(cache: string): void {
  if (process.env[trivyBuild] !== undefined) return;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(__dirname, 'bring-trivy.mjs'), cache], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  child.unref();
  process.env[trivyBuild] = String(child.pid ?? '');
}

/** Where a daemon answers: the registry that images are pushed to, for tests as HX_TEST_REGISTRY. */
async function bringRegistry(cache: string): Promise<void> {
  if (process.env['HX_TEST_REGISTRY'] !== undefined || spawnSync('docker', ['version'], { stdio: 'ignore', timeout: 20_000 }).status !== 0) return;
  const report = ({ message, elapsedMs }: { readonly message: string; readonly elapsedMs: number }): void => {
    if (elapsedMs % 20_000 < 2000) process.stderr.write(`registry: ${message} (${Math.round(elapsedMs / 1000)} s)\n`);
  };
  process.env['HX_TEST_REGISTRY'] = (await ensureTool(registryTool(), { root, cache, environment: process.env, report })).binary;
}

export default async function setUp(): Promise<void> {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  const cache = process.env['HX_CACHE'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'hx');
  bringTrivy(cache);
  let lastStep = '';
  const engine = await ensureEngine({
    root,
    cache,
    environment: process.env,
    report: ({ step, message, elapsedMs }) => {
      // A build tells every two seconds; a test log needs one line in a while.
      const line = `${step} ${Math.floor(elapsedMs / 20_000)}`;
      if (line !== lastStep || !/ compiled$/.test(message)) process.stderr.write(`engine: ${message} (${Math.round(elapsedMs / 1000)} s)\n`);
      lastStep = line;
    },
  });
  process.env['HX_TEST_ENGINE'] = engine.binary;
  await bringRegistry(cache);
}
