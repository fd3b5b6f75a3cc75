// Loads the delivery into the idle slot, once: its run id is that of its files.
import { runEtl } from '../../etl';
import type { Target } from '../../targets';
import { HxError } from '../../errors';
import { changedFiles, digestsOf, type FileDigests } from '../landing-files';
import { step } from '../step';

export const ingest = step({
  name: 'ingest',
  timeoutMs: 2 * 60 * 60_000,
  isRetried: true,
  plan: ({ landing }) => ({ does: 'validate and load the files into the idle slot', values: landing === undefined ? {} : { source: landing } }),
  run: async ({ need, etl, tell, signal, target }) => {
    const { folder, runId, files } = need('landing');
    mustBeTheSame(files, await digestsOf(folder, signal), folder, target);
    const run = await etl(need('profiles').variables);
    const answer = await runEtl('ingest', ['--source', folder, '--run-id', runId], { ...run, onLine: tell });
    // Read once more by the load itself: what was changed in between is no longer what the load is named by.
    if (answer.status === 'loaded') mustBeTheSame(files, Object.assign({}, ...answer.tables.map((table) => table.files)) as FileDigests, folder, target);
    if (answer.status === 'already_loaded') return { state: 'unchanged', message: `${runId} was loaded before: nothing was changed`, output: {} };
    const quarantined = answer.tables.reduce((sum, table) => sum + table.quarantined, 0);
    const rate = answer.rowsPerSecond === null ? '' : `, ${Math.round(answer.rowsPerSecond)} a second`;
    const warnings = answer.tables
      .filter((table) => table.quarantined > 0)
      .map(
        ({ table, quarantined: rows, reasons }) =>
          `${table}: ${rows} rows in quarantine (${Object.entries(reasons)
            .map(([reason, count]) => `${count} × ${reason}`)
            .join(', ')})`,
      );
    return {
      state: 'succeeded',
      message: `${answer.rowsRead} rows read${rate}, ${quarantined} in quarantine`,
      warnings,
      output: { runId, rowsRead: answer.rowsRead, quarantined },
    };
  },
});

/** The idle slot may hold what was loaded; the next copy takes it away. */
function mustBeTheSame(before: FileDigests, now: FileDigests, folder: string, target: Target): void {
  const changed = changedFiles(before, now);
  if (changed.length === 0) return;
  throw new HxError('expectation', `${changed.join(', ')} of ${folder} changed while it was delivered; readers still see the live slot`, {
    target: target.name,
    suggestion: `hx deploy --env ${target.env} --region ${target.region}, when nobody writes there any more`,
  });
}
