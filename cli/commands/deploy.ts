// hx deploy: brings the application to the chosen targets, by what their stacks exported.
import { stepNames } from '../../automation/delivery';
import { command } from '../command';
import { cloud, consent, output, running, selection, typedName } from '../common-options';
import { deploy } from '../deploy/deploy';
import { choices, duration, flag, integer, text } from '../option';

const options = {
  ...selection,
  ...cloud,
  source: text('--source <folder>', 'files to load; in the local cloud a sample is made where none are named'),
  only: choices('--only <step>', 'only these steps; what they need is taken from the last delivery', stepNames, 'all'),
  skip: choices('--skip <step>', 'leave these steps out; the delivery records it', stepNames, 'none'),
  resume: flag('--resume', 'go on with the last delivery where it did not finish'),
  again: flag('--again', 'deliver also what is live already'),
  ...consent,
  dryRun: flag('--dry-run', 'list the steps and the values they would run with; write nothing'),
  confirm: typedName,
  timeout: duration('--timeout <duration>', 'time limit of each step: 90s, 30m', "each step's own"),
  junit: text('--junit <file>', 'write the results as JUnit XML: a test case a step'),
  markdown: text('--markdown <file>', 'write the results as Markdown, for a pull request or a run page'),
  parallel: integer('--parallel <n>', 'targets that are delivered to at once', { min: 1, max: 64 }, 'HX_PARALLEL, or 4'),
  waitLock: running.waitLock,
  ...output,
};

export const definition = command({
  description:
    'Takes over where hx up ends: builds the images once a commit and pushes them by digest, scans them, puts the wheel and the dbt project into the volume of the slot that readers do not see, loads the files into that slot, builds the dbt models there, runs the integration tests and the data-quality gate, and only then shows readers that slot, in one transaction. Every name comes from the stack exports. Steps that do not need each other run side by side, each with a time limit and a log of its own. What fails leaves the live slot as it was; --resume goes on where a delivery stopped, and nothing is loaded twice. What is live already is not delivered again.',
  options,
  examples: [
    { command: 'hx deploy --env dev --region eastus --cloud local --yes', about: 'the whole delivery on this machine, with sample files' },
    { command: 'hx deploy --env dev --dry-run', about: 'the steps, and the values they would run with' },
    { command: 'hx deploy --env dev --skip images --yes', about: 'without Docker: data, models, tests and gates alone' },
    { command: 'hx deploy --env prod --resume --yes', about: 'go on after a failure or a kill' },
    { command: 'hx deploy --env staging --source landing --junit deploy.xml --markdown deploy.md --yes', about: 'in CI, with reports' },
  ],
  exits: ['authentication', 'resource', 'policy', 'stackNotFound', 'expectation', 'cancelled', 'timeout', 'quality', 'locked'],
  run: (context, given) => deploy(given, context),
});
