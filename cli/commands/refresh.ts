// hx refresh: takes what the cloud says into the recorded state.
import { command } from '../command';
import { cloud, consent, output, running, selection, typedName } from '../common-options';
import { operate, readOnlyFlags } from '../operate';

const options = { ...selection, ...cloud, ...consent, confirm: typedName, ...running, ...output };

export const definition = command({
  description:
    'Reads every recorded resource from the cloud and shows each property that differs, with the recorded and the actual value; then takes the actual values into the state. The cloud itself is not changed: a following hx up brings it back to what the programs want. With --dry-run it only looks, as hx drift does, and ends with 13 where something differs.',
  options,
  examples: [
    { command: 'hx refresh --env dev --cloud local', about: 'show what differs and take it over' },
    { command: 'hx refresh --env prod --yes', about: 'without being asked' },
    { command: 'hx refresh --env prod --dry-run', about: 'show what differs, keep the state' },
  ],
  exits: ['authentication', 'resource', 'cancelled', 'locked', 'drift'],
  // The engine's refresh has no preview of its own: looking without taking over is the drift operation.
  run: (context, given) =>
    given.dryRun ? operate('drift', { ...given, ...readOnlyFlags }, context) : operate('refresh', { ...given, includeProtected: false }, context),
});
