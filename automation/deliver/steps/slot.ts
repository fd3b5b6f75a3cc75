// Asks the warehouse which slot readers see, and so which one is filled; ends the delivery early where the live slot holds this very delivery.
import { createHash } from 'node:crypto';
import { runEtl } from '../../etl';
import { imageTag } from '../../images';
import { step, type StepContext } from '../step';
import { outputOf } from './exports';

export const slot = step({
  name: 'slot',
  timeoutMs: 5 * 60_000,
  isRetried: true,
  plan: ({ outputs }) => ({
    does: 'ask the warehouse which slot is live; the other one is filled',
    values: { blue: outputOf(outputs, 'blueSchema'), green: outputOf(outputs, 'greenSchema'), live: outputOf(outputs, 'liveSchema') },
  }),
  run: async (context) => {
    const run = await context.etl();
    const { live, idle } = await runEtl('slots', schemaFlags(context), run);
    const fingerprint = fingerprintOf(context);
    await context.remember(fingerprint);
    const { lastSwitch } = context;
    const isLive = !context.isAgain && live !== null && lastSwitch?.live === live && lastSwitch.fingerprint === fingerprint;
    const since = `since ${lastSwitch?.switchedAt ?? ''} (delivery ${lastSwitch?.runId ?? ''})`;
    const current = isLive ? `${live} holds this delivery already` : undefined;
    const message = isLive
      ? `${live} has been live with this commit, this configuration and these files ${since}; --again delivers all the same`
      : live === null
        ? `nothing is live yet; ${idle} is filled`
        : `${live} is live; ${idle} is filled`;
    return { state: isLive ? 'unchanged' : 'succeeded', message, output: { live, idle, ...(current === undefined ? {} : { current }) } };
  },
});

/** The three schemas, as every command of the ETL about slots takes them. */
export function schemaFlags(context: Pick<StepContext, 'need'>): readonly string[] {
  const { outputs } = context.need('exports');
  return [
    '--live-schema',
    outputOf(outputs, 'liveSchema'),
    '--blue-schema',
    outputOf(outputs, 'blueSchema'),
    '--green-schema',
    outputOf(outputs, 'greenSchema'),
  ];
}

/** Over everything that decides what a slot will hold, and which images stand for it. */
function fingerprintOf({ source, need }: StepContext): string {
  const parts = { tag: imageTag(source), app: source.appDigest, exports: need('exports').digest, load: need('landing').runId };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
