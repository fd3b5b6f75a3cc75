// Builds and tests the dbt models in the idle slot: only what was modified where the slot's last build still stands.
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HxError } from '../../errors';
import { runEtl, type EtlAnswers } from '../../etl';
import { step } from '../step';
import { schemaFlags } from './slot';

export const transform = step({
  name: 'transform',
  timeoutMs: 2 * 60 * 60_000,
  isRetried: true,
  plan: () => ({ does: 'dbt deps, build and test into the idle slot', values: { models: 'app/dbt' } }),
  run: async (context) => {
    const { need, etl, folder, builtState, tell } = context;
    const { variables, folder: profiles } = need('profiles');
    const out = join(folder, 'dbt');
    const state = builtState(need('slot').idle);
    const isSlim = await stat(join(state, 'manifest.json')).then(
      () => true,
      () => false,
    );
    const run = await etl(variables);
    const held = (await runEtl('slots', schemaFlags(context), run)).states[need('slot').idle];
    const args = ['--profiles-dir', profiles, '--out', out, '--run-id', need('landing').runId, ...(isSlim ? ['--state', state] : [])];
    const answer = await runEtl('transform', args, { ...run, onLine: tell });
    if (!answer.ok) throw failed(answer);
    await keepManifest(answer.manifest, state);
    const counts = Object.entries(answer.counts).map(([status, count]) => `${count} ${status}`);
    const why = answer.reason === null ? '' : ` (${answer.reason})`;
    return {
      state: 'succeeded',
      message: `${answer.selection === 'all' ? `all models${why}` : 'what was modified, and what depends on it'}: ${counts.join(', ') || 'nothing to build'}`,
      warnings: answer.warnings.map(({ node, message }) => `${node}: ${message}`),
      output: { state, held },
    };
  },
});

function failed({ failures, error }: EtlAnswers['transform']): HxError {
  const list = failures.slice(0, 5).map(({ node, message, failingRows }) => `${node}: ${message}${failingRows === null ? '' : ` (${failingRows} rows)`}`);
  const more = failures.length > list.length ? [`and ${failures.length - list.length} more, in the log`] : [];
  return new HxError('quality', [error?.message ?? 'tests of dbt failed', ...list, ...more].join('\n'), {
    suggestion: 'correct the data or the model, then run the same command again; readers still see the live slot',
  });
}

/** Replaces it whole, so that a slim build never compares with half a manifest. */
async function keepManifest(manifest: string, state: string): Promise<void> {
  const half = `${state}.new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  await cp(manifest, join(half, 'manifest.json'));
  await mkdir(dirname(state), { recursive: true });
  await rm(state, { recursive: true, force: true });
  await rename(half, state);
}
