// Loads the delivery into the idle slot, once: its run id is that of its files.
import { runEtl } from '../../etl';
import { step } from '../step';

export const ingest = step({
  name: 'ingest',
  timeoutMs: 2 * 60 * 60_000,
  isRetried: true,
  plan: ({ landing }) => ({ does: 'validate and load the files into the idle slot', values: landing === undefined ? {} : { source: landing } }),
  run: async ({ need, etl, tell }) => {
    const { folder, runId } = need('landing');
    const run = await etl(need('profiles').variables);
    const answer = await runEtl('ingest', ['--source', folder, '--run-id', runId], { ...run, onLine: tell });
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
