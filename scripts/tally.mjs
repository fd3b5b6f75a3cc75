// Prints the closing line of a test run, `N passed, N failed`, from Jest's results. A file that could not run counts as failed; so does no test at all.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 1;
try {
  const results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  passed = results.numPassedTests;
  failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  if (passed + failed === 0) failed = 1;
} catch {
  // Jest ended before it wrote its results: nothing passed.
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
