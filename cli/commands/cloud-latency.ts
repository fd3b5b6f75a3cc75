// hx cloud latency: makes every call to the local cloud take a while.
import { HxError } from '../../automation/errors';
import { command } from '../command';
import { output } from '../common-options';

const maxMs = 600_000;

export const definition = command({
  description: 'Every create, update, read and delete of the local cloud takes at least this long, as in a real cloud. 0 switches it off.',
  arguments: [{ name: 'ms', description: `milliseconds a call, 0 to ${maxMs}`, isRequired: true }],
  options: { noColor: output.noColor },
  examples: [
    { command: 'hx cloud latency 500', about: 'half a second a call' },
    { command: 'hx cloud latency 0', about: 'off' },
  ],
  run: async ({ app, io }, _given, [typed = '']) => {
    const ms = /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
    if (!(ms <= maxMs))
      throw new HxError('usage', `The latency is a number of milliseconds from 0 to ${maxMs}, not '${typed}'.`, { suggestion: 'hx cloud latency 500' });
    (await (await app()).localCloud()).latency(ms);
    io.stdout.print(ms === 0 ? 'The local cloud answers at once.' : `Every call to the local cloud takes ${ms} ms.`);
    return 'ok';
  },
});
