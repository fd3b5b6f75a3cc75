// hx destroy: deletes everything in the chosen targets. A protected environment takes its typed name, protected resources a flag of their own.
import { command } from '../command';
import { cloud, consent, output, running, selection, typedName } from '../common-options';
import { flag } from '../option';
import { operate } from '../operate';

const options = {
  ...selection,
  ...cloud,
  ...consent,
  confirm: typedName,
  includeProtected: flag('--include-protected', 'also delete resources that the programs protect: data stores, key vaults'),
  ...running,
  ...output,
};

export const definition = command({
  description:
    'Shows what would be deleted and asks for the environment’s name. For a protected environment --yes alone never suffices: type the name, or give it with --confirm. Resources that the programs protect stay, and stop the destroy, unless --include-protected is given.',
  options,
  examples: [
    { command: 'hx destroy --env dev --cloud local --yes', about: 'clean up a rehearsal' },
    { command: 'hx destroy --env prod --dry-run', about: 'what would be deleted' },
    { command: 'hx destroy --env prod --confirm prod --include-protected', about: 'all of prod, with its data' },
  ],
  exits: ['authentication', 'resource', 'cancelled', 'locked'],
  run: (context, given) => operate('destroy', given, context),
});
