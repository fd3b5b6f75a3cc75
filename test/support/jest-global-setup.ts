// Once before the layers that run the built CLI or the real engine: builds dist/ and brings the engine, whose path the tests get as HX_TEST_ENGINE.
import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../../automation/pulumi/engine';

const root = join(__dirname, '..', '..');

export default async function setUp(): Promise<void> {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  const cache = process.env['HX_CACHE'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'hx');
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
}
