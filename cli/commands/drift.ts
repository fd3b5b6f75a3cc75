// hx drift: compares the cloud with the recorded state. Read-only; drift has an exit code of its own.
import { command } from '../command';
import { cloud, output, running, selection } from '../common-options';
import { operate, readOnlyFlags } from '../operate';

const options = { ...selection, ...cloud, parallel: running.parallel, ...output };

export const definition = command({
  description:
    'Reads every recorded resource from the cloud and lists what differs, with the recorded and the actual value, and what is gone. Changes neither the cloud nor the state. Ends with exit code 13 where something differs, so that a nightly job can tell.',
  options,
  examples: [
    { command: 'hx drift --env dev --cloud local', about: 'one environment on this machine' },
    { command: 'hx drift --all --json | tail -1', about: 'nightly: every environment, the summary as JSON' },
  ],
  exits: ['authentication', 'drift', 'cancelled'],
  run: (context, given) => operate('drift', { ...given, ...readOnlyFlags }, context),
});
