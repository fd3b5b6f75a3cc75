// Options that several commands share, worded once.
import { choice, duration, flag, integer, text, texts } from './option';

export const clouds = ['azure', 'local'] as const;

export const output = {
  json: flag('--json', 'machine-readable output on stdout; progress stays on stderr'),
  verbose: flag('--verbose', 'also show debug messages'),
  noColor: flag('--no-color', 'no colour'),
};

export const selection = {
  env: texts('-e, --env <name>', 'environment; repeat it or separate by commas', 'env'),
  region: texts('-r, --region <name>', 'only these regions of the chosen environments', 'region'),
  all: flag('--all', 'every environment'),
};

export const cloud = { cloud: choice('--cloud <name>', 'cloud to work on: azure, or local for a rehearsal without an account', clouds, 'HX_CLOUD') };

export const running = {
  parallel: integer('--parallel <n>', 'stacks that run at once', { min: 1, max: 64 }, 'HX_PARALLEL, or 4'),
  waitLock: duration('--wait-lock <duration>', "wait this long for another run's lock: 90s, 5m", 'refuse at once'),
};

export const consent = {
  yes: flag('-y, --yes', 'do not ask for confirmation'),
  dryRun: flag('--dry-run', 'stop after the preview; change nothing'),
};

export const typedName = text('--confirm <env>', 'confirm by the environment’s name instead of being asked', 'env');
