// Brings trivy into HX_CACHE beside a test run, without taking the processors from it. Started by jest-global-setup.ts, which ends it with the run.
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import tools from '../../dist/automation/tools/index.js';

setPriority(10);
let last = -1;
const report = ({ message, elapsedMs }) => {
  // A build tells every two seconds; a test log needs one line in a while.
  const minute = Math.floor(elapsedMs / 60_000);
  if (minute !== last) process.stderr.write(`trivy: ${message} (${Math.round(elapsedMs / 1000)} s)\n`);
  last = minute;
};
const root = fileURLToPath(new URL('../..', import.meta.url));
try {
  await tools.ensureTool(tools.trivyTool(), { root, cache: process.argv[2], environment: process.env, report });
} catch (error) {
  process.stderr.write(`trivy: ${error.message}\n`);
  process.exitCode = 1;
}
