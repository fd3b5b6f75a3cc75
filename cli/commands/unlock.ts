// hx unlock: removes the locks of runs that are gone, and refuses while the owner lives.
import type { UnlockResult } from '../../automation';
import { command } from '../command';
import { cloud, output, selection } from '../common-options';
import { flag } from '../option';
import { jsonLine } from '../render/ndjson';
import { printable } from '../render/text';
import { ago } from '../render/time';

const options = {
  ...selection,
  ...cloud,
  force: flag('--force', 'also locks whose owner is on another host and can’t be judged; never those of a run that lives'),
  ...output,
};

export const definition = command({
  description:
    'Shows who holds each lock of the chosen targets, since when, and whether that run still lives. Locks of runs that are gone are removed; what they left half done is recorded and the next hx up deals with it.',
  options,
  examples: [
    { command: 'hx unlock --env dev --cloud local', about: 'after a run was killed' },
    { command: 'hx unlock --env prod --region westus2 --force', about: 'the lock is of a CI runner that no longer exists' },
  ],
  exits: ['authentication', 'locked'],
  run: async (context, given) => {
    const { io, isJson, now } = context;
    const app = await context.app();
    const { targets, cloud: name } = await app.choose(given, given.cloud);
    const { unlock } = await import('../../automation');
    const results = await unlock({ targets, programs: await app.programs(), cloud: name, isForced: given.force }, await app.deps());
    if (isJson) io.stdout.print(jsonLine({ version: 1, locks: results }));
    else if (results.length === 0) io.stdout.print('Nothing is locked.');
    else for (const result of results) io.stdout.print(...lockLines(result, now()));
    return results.some(({ outcome }) => outcome === 'refused') ? 'locked' : 'ok';
  },
});

function lockLines({ target, program, lock, outcome }: UnlockResult, now: number): readonly string[] {
  const { owner, evidence, kind, liveness } = lock;
  const holder = printable(`${owner.user}@${owner.host}, process ${owner.pid}, taken ${ago(owner.since, now)}`);
  const hint = outcome === 'refused' && liveness === 'unknown' ? ['  Suggestion: if that run is surely gone, hx unlock --force'] : [];
  return [
    `${outcome === 'removed' ? '✓ removed' : '✗ refused'}  ${target}/${program}: ${kind === 'hx' ? "hx's lock" : "the engine's lock"} of ${holder}`,
    `  ${printable(evidence)}`,
    ...(owner.ciRunUrl === undefined ? [] : [`  ${printable(owner.ciRunUrl)}`]),
    ...hint,
  ];
}
