// hx cloud reset: forgets everything in the local cloud.
import { HxError } from '../../automation/errors';
import { command } from '../command';
import { consent, output } from '../common-options';
import { flag } from '../option';
import { counted } from '../render/text';

const options = { yes: consent.yes, keepStates: flag('--keep-states', 'leave the recorded states of the stacks as they are'), noColor: output.noColor };

export const definition = command({
  description:
    'Deletes every resource, soft-deleted name, log line, fault and latency of the local cloud and every row of its warehouse, and sets aside what hx recorded of its stacks, in a folder of HX_HOME: hx up then begins anew. With --keep-states the recorded states stay, to rehearse the loss of everything.',
  options,
  examples: [
    { command: 'hx cloud reset --yes', about: 'an empty cloud, and nothing recorded of it' },
    { command: 'hx cloud reset --keep-states', about: 'as if somebody had deleted the subscription' },
  ],
  exits: ['cancelled', 'locked'],
  run: async ({ app, io, cancelled, typed, now }, given) => {
    const composed = await app();
    const admin = await composed.localCloud();
    const [{ mustBeIdle, setLocalStatesAside }, { facts }] = await Promise.all([import('../../automation'), composed.deps()]);
    await mustBeIdle(composed.paths, facts);
    if (!given.yes) {
      if (!io.isInteractive)
        throw new HxError('usage', 'hx cloud reset asks before it deletes, and nobody can be asked here: there is no terminal. Nothing was changed.', {
          suggestion: `${typed} --yes`,
        });
      const { resources, file } = admin.status();
      const total = resources.reduce((sum, { count }) => sum + count, 0);
      const answer = await io.ask(`Delete ${counted(total, 'resource')} of the local cloud in ${file}, and its warehouse? [y/N] `, cancelled);
      if (!/^y(es)?$/i.test(answer?.trim() ?? '')) {
        io.stderr.print('Declined: nothing was changed.');
        return 'cancelled';
      }
    }
    // A damaged store can be reset too, so nothing is asked of it before.
    await admin.reset();
    const folder = given.keepStates ? undefined : await setLocalStatesAside(composed.paths, new Date(now()));
    io.stdout.print('The local cloud is empty.');
    if (given.keepStates) io.stdout.print('Recorded states are unchanged: hx drift --all --cloud local finds that everything is gone.');
    if (folder !== undefined) io.stdout.print(`What hx recorded of its stacks is set aside in ${folder}; hx up --cloud local begins anew.`);
    return 'ok';
  },
});
