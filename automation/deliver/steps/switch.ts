// Shows readers the slot that was filled, in one transaction, once every gate has passed. The slot before stays as it is: the way back.
import { HxError } from '../../errors';
import { runEtl } from '../../etl';
import { isDone } from '../../delivery';
import { isLenient } from '../../scan/judge';
import { gates } from '../graph';
import { step, type StepContext } from '../step';
import { schemaFlags } from './slot';

export const switchSlot = step({
  name: 'switch',
  timeoutMs: 10 * 60_000,
  isRetried: true,
  plan: () => ({ does: 'make the idle slot the live one, in one transaction, and move the schedule to it', values: {} }),
  run: async (context) => {
    mustHavePassed(context);
    const { idle } = context.need('slot');
    const run = await context.etl(context.need('profiles').variables);
    const answer = await runEtl('switch', ['--to', idle, '--expected', context.need('transform').held, ...schemaFlags(context)], run);
    const schedule = await context.services.schedule(context.target, context.need('exports').outputs, idle);
    const before = answer.before === null || answer.before === idle ? '' : `, ${answer.before} before`;
    return {
      state: 'succeeded',
      message: `${idle} is live${before}: ${answer.views.length} tables and models; ${schedule}`,
      output: { live: idle },
    };
  },
});

/** Also where --only names this step alone: a slot that has not passed is never shown. */
function mustHavePassed({ target, stateOf }: StepContext): void {
  const missing = gates.filter((gate) => {
    const state = stateOf(gate);
    if (isDone(state)) return false;
    const isLeftOut = state === 'skipped' || state === undefined;
    // Without images there is nothing to scan.
    return !(isLeftOut && (isLenient(target.env) || (gate === 'scan' && stateOf('images') === 'skipped')));
  });
  if (missing.length === 0) return;
  throw new HxError(
    'expectation',
    `${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} not passed, and readers are switched to no slot that has not`,
    {
      target: target.name,
      suggestion: `--only ${[...missing, 'switch'].join(',')}`,
    },
  );
}
