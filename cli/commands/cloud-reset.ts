// hx cloud reset: forgets everything in the local cloud.
import { HxError } from '../../automation/errors';
import { command } from '../command';
import { consent, output } from '../common-options';
import { counted } from '../render/text';

export const definition = command({
  description:
    'Deletes every resource, soft-deleted name, log line, fault and latency of the local cloud. The recorded states of stacks stay: hx refresh --cloud local then finds that everything is gone.',
  options: { yes: consent.yes, noColor: output.noColor },
  examples: [{ command: 'hx cloud reset --yes', about: 'an empty cloud' }],
  exits: ['cancelled'],
  run: async ({ app, io, cancelled, typed }, given) => {
    const admin = await (await app()).localCloud();

    if (!given.yes) {
      if (!io.isInteractive)
        throw new HxError('usage', 'hx cloud reset asks before it deletes, and nobody can be asked here: there is no terminal. Nothing was changed.', {
          suggestion: `${typed} --yes`,
        });
      const { resources, file } = admin.status();
      const total = resources.reduce((sum, { count }) => sum + count, 0);
      const answer = await io.ask(`Delete ${counted(total, 'resource')} of the local cloud in ${file}? [y/N] `, cancelled);
      if (!/^y(es)?$/i.test(answer?.trim() ?? '')) {
        io.stderr.print('Declined: nothing was changed.');
        return 'cancelled';
      }
    }
    // A damaged store can be reset too, so nothing is asked of it before.
    admin.reset();
    io.stdout.print(`The local cloud is empty. Recorded states are unchanged; hx refresh --all --cloud local takes it over.`);
    return 'ok';
  },
});
