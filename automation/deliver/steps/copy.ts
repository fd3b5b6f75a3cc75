// Brings the idle slot up to what readers have today: a delivery is loaded on top of it, so that a switch takes no row away.
import { runEtl } from '../../etl';
import { step, type StepContext } from '../step';
import { outputOf } from './exports';

export const copy = step({
  name: 'copy',
  timeoutMs: 2 * 60 * 60_000,
  isRetried: true,
  plan: () => ({ does: 'copy what the live slot has loaded into the idle one', values: {} }),
  run: async (context) => {
    const { live, idle } = context.need('slot');
    if (live === null) return { state: 'unchanged', message: 'nothing is live yet, so there is nothing to copy', output: {} };
    const { outputs } = context.need('exports');
    const run = await context.etl(context.need('profiles').variables);
    const answer = await runEtl('copy', ['--from', outputOf(outputs, `${live}Schema`), '--to', outputOf(outputs, `${idle}Schema`), ...liveFlag(context)], run);
    if (answer.status === 'unchanged') return { state: 'unchanged', message: answer.reason ?? 'both slots hold the same', output: {} };
    const rows = answer.tables.reduce((sum, table) => sum + table.rows, 0);
    return { state: 'succeeded', message: `${rows} rows of ${answer.tables.length} tables`, output: {} };
  },
});

const liveFlag = (context: StepContext): readonly string[] => ['--live-schema', outputOf(context.need('exports').outputs, 'liveSchema')];
