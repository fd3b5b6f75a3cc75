// hx preview: what an update would change. Changes nothing.
import { command } from '../command';
import { cloud, output, running, selection } from '../common-options';
import { operate, readOnlyFlags } from '../operate';

const options = { ...selection, ...cloud, parallel: running.parallel, ...output };

export const definition = command({
  description:
    'Runs the programs of the chosen targets and compares what they want with the recorded state. Every resource that would change is listed with both values of each changed property; policies are checked. Takes no lock and changes nothing.',
  options,
  examples: [
    { command: 'hx preview --env dev --cloud local', about: 'rehearse on this machine' },
    { command: 'hx preview --env prod', about: 'every region of prod' },
    { command: 'hx preview --env prod --region westus2 --json', about: 'one region, as a stream of events with a summary' },
  ],
  exits: ['authentication', 'policy', 'cancelled'],
  run: (context, given) => operate('preview', { ...given, ...readOnlyFlags }, context),
});
