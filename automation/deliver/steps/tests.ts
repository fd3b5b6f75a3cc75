// Runs the integration tests on the idle slot, as readers will find it.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../../errors';
import { runTests } from '../../etl';
import { step } from '../step';
import { outputOf } from './exports';

/** Below app/: those that read a deployed slot. */
const suites = ['tests/integration/test_slot.py', 'tests/data_quality'];

export const tests = step({
  name: 'tests',
  timeoutMs: 30 * 60_000,
  isRetried: false,
  plan: ({ target, outputs }) => ({
    does: 'run pytest on the idle slot',
    values: { tests: suites.join(' '), '--env': target.env, '--databricks-host': outputOf(outputs, 'databricksUrl') },
  }),
  run: async ({ target, need, etl, folder, tell }) => {
    const reports = join(folder, 'reports');
    await mkdir(reports, { recursive: true });
    const junit = join(reports, 'integration.xml');
    const run = await etl(need('profiles').variables);
    const host = outputOf(need('exports').outputs, 'databricksUrl');
    const answer = await runTests([...suites, `--env=${target.env}`, `--databricks-host=${host}`], { ...run, junit, onLine: tell });
    const { passed, failed, failures } = countsOf(await readFile(junit, 'utf8'));
    if (!answer.ok || passed === 0) {
      throw new HxError('quality', [`${failed} of ${passed + failed} integration tests failed`, ...failures.slice(0, 5)].join('\n'), {
        suggestion: `read ${junit}; readers still see the live slot`,
      });
    }
    return { state: 'succeeded', message: `${passed} passed`, output: { junit, passed, failed } };
  },
});

/** Of pytest's own JUnit report, whose form is fixed: counts from the suite's attributes, names of what failed. */
function countsOf(xml: string): { readonly passed: number; readonly failed: number; readonly failures: readonly string[] } {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0] ?? '';
  const count = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const failures = [...xml.matchAll(/<testcase [^>]*?\sname="([^"]*)"[^>]*>\s*<(?:failure|error) message="([^"]*)"/g)].map(
    ([, name, message]) => `${name}: ${(message ?? '').split('&#10;')[0]}`,
  );
  return { passed: count('tests') - failed - count('skipped'), failed, failures };
}
