// hx ci app: the checks of the Python half, the same on a laptop and in CI.
import { appCheckNames, type AppCheck, type AppCheckName, type AppChecks } from '../../automation/app-checks';
import { command } from '../command';
import { output } from '../common-options';
import type { Context } from '../context';
import { choices, duration, text } from '../option';
import { jsonLine } from '../render/ndjson';
import { stepRows, type StepRow, type StepState } from '../render/steps';
import { counted, printable, withoutWorkflowCommands } from '../render/text';
import { stepProgress } from '../step-progress';

const options = {
  only: choices('--only <check>', 'only these checks; repeat it or separate by commas', appCheckNames, 'all'),
  allowUnavailable: choices('--allow-unavailable <check>', 'checks that may be left unmade, such as an audit without a network', appCheckNames, 'none'),
  out: text('--out <folder>', 'where logs, JUnit and coverage go'),
  timeout: duration('--timeout <duration>', 'give up after this long: 90s, 30m', '60m'),
  ...output,
};

export const definition = command({
  description:
    'Format, lint with security rules, types, a parse of the dbt project, the unit tests with coverage and JUnit, and an audit of the dependencies: what app/ci.py does, with the interpreter and the locked packages of app/uv.lock, which are brought into HX_CACHE first. Nothing of this machine but its PATH, HOME and proxies is handed on, so that a laptop and a CI run give the same result. A check that could not be made, such as an audit whose database is out of reach, is unavailable and fails the run unless --allow-unavailable names it. Logs, junit.xml and coverage.xml are in HX_HOME/ci/app, or where --out says.',
  options,
  examples: [
    { command: 'hx ci app', about: 'before a pull request, and in its build' },
    { command: 'hx ci app --only format,lint,types', about: 'the quick ones' },
    { command: 'hx ci app --allow-unavailable dependencies --json', about: 'where the advisory database is out of reach' },
  ],
  exits: ['cancelled', 'timeout'],
  run: async (context, given) => {
    const { io, isJson } = context;
    const result = await checked(context, given);
    const reason = result.ok ? 'ok' : 'failure';
    if (isJson) {
      io.stdout.print(jsonLine(result));
      return reason;
    }
    const lines = [...stepRows(result.checks.map(rowOf), { now: 0, width: io.stdout.tableWidth(), style: io.stdout.style }), '', ...closing(result, context)];
    io.stdout.print(...(io.stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
    return reason;
  },
});

interface Terms {
  readonly only: readonly AppCheckName[];
  readonly allowUnavailable: readonly AppCheckName[];
  readonly out: string | undefined;
  readonly timeout: number | undefined;
}

/** Runs with its progress on the screen, which is gone again when this returns or throws. */
async function checked(context: Context, { only, allowUnavailable, out, timeout }: Terms): Promise<AppChecks> {
  const app = await context.app();
  const progress = stepProgress(context);
  let rows: readonly StepRow[] = appCheckNames.filter((name) => only.length === 0 || only.includes(name)).map((name) => ({ name, state: 'waiting' }));
  const put = (row: StepRow): void => progress.show((rows = rows.map((one) => (one.name === row.name ? row : one))));
  try {
    const checkApp = await app.checkApp();
    return await checkApp({
      ...{ only, allowUnavailable, out, timeoutMs: timeout },
      onEvent: (event) => put(event.type === 'check-started' ? { name: event.name, state: 'running', startedAt: context.now() } : rowOf(event)),
    });
  } finally {
    progress.stop();
  }
}

const states: Readonly<Record<AppCheck['status'], StepState>> = { passed: 'done', failed: 'failed', unavailable: 'warning' };

const rowOf = ({ name, status, seconds, reason }: AppCheck): StepRow => ({
  name,
  state: states[status],
  durationMs: seconds * 1000,
  ...(reason === null ? {} : { about: status === 'unavailable' ? `unavailable: ${reason}` : reason }),
});

function closing({ ok, checks, junit }: AppChecks, { io }: Context): readonly string[] {
  const { style } = io.stdout;
  const logs = checks.filter(({ status }) => status !== 'passed').map(({ log }) => `  ${style.dim('Log:')} ${printable(log)}`);
  const of = (status: AppCheck['status']): number => checks.filter((check) => check.status === status).length;
  const unavailable = of('unavailable') === 0 ? '' : `, ${of('unavailable')} unavailable`;
  const verdict = `${of('passed')} of ${counted(checks.length, 'check')} passed, ${of('failed')} failed${unavailable}`;
  return [ok ? style.green(`✓ ${verdict}`) : style.red(`✗ ${verdict}`), ...logs, ...(junit === null ? [] : [`  ${style.dim('JUnit:')} ${printable(junit)}`])];
}
