// hx up: creates or updates the chosen targets after a preview and a confirmation.
import { command } from '../command';
import { cloud, consent, output, running, selection, typedName } from '../common-options';
import { operate } from '../operate';

const options = { ...selection, ...cloud, ...consent, confirm: typedName, ...running, ...output };

export const definition = command({
  description:
    'Previews first, checks the policies, shows what would change and asks. Protected environments, and changes that delete or replace, are confirmed by typing the environment’s name. Regions are updated side by side; what one region fails at never loses the result of another. Without a terminal it needs --yes.',
  options,
  examples: [
    { command: 'hx up --env dev --region eastus --cloud local --yes', about: 'the whole platform on this machine, without an account' },
    { command: 'hx up --env prod', about: 'every region of prod side by side, after typing its name' },
    { command: 'hx up --env prod --dry-run', about: 'stop after the preview' },
    { command: 'hx up --all --yes --json | tail -1 | jq .results', about: 'in CI: the summary as JSON' },
  ],
  exits: ['authentication', 'resource', 'policy', 'cancelled', 'timeout', 'locked'],
  run: (context, given) => operate('up', { ...given, includeProtected: false }, context),
});
