// Prints the closing line of a test run, `N passed, N failed`, over the results of Jest (.json) and pytest (.xml). A file that could not run, or whose
// suite wrote no results, counts as failed; so does a suite without tests.
import { readFileSync } from 'node:fs';

const jest = (text) => {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(text);
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
};

/** From the attributes of the suite: pytest writes one, below <testsuites>. */
const pytest = (text) => {
  const suite = /<testsuite\s[^>]*>/.exec(text)[0];
  const count = (name) => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(suite)[1]);
  const failed = count('failures') + count('errors');
  return { passed: count('tests') - failed - count('skipped'), failed };
};

const resultsOf = (file) => {
  try {
    const found = (file.endsWith('.xml') ? pytest : jest)(readFileSync(file, 'utf8'));
    return found.passed + found.failed > 0 ? found : { passed: 0, failed: 1 };
  } catch {
    // It ended before it wrote its results: nothing passed.
    return { passed: 0, failed: 1 };
  }
};

const all = process.argv.slice(2).map(resultsOf);
const passed = all.reduce((sum, one) => sum + one.passed, 0);
const failed = all.reduce((sum, one) => sum + one.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
