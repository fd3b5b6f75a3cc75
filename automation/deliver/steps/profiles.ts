// Writes dbt's profile for the slot from the exports, and learns the variables that the ETL's commands need.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runEtl } from '../../etl';
import { step } from '../step';

export const profiles = step({
  name: 'profiles',
  timeoutMs: 2 * 60_000,
  isRetried: false,
  plan: ({ cloud }) => ({ does: 'write the profile of dbt for the idle slot', values: { adapter: cloud === 'local' ? 'postgres' : 'databricks' } }),
  run: async ({ need, python, folder: own }) => {
    const folder = join(own, 'profiles');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { schema, adapter, variables } = await runEtl(
      'profiles',
      ['--export', need('exports').file, '--slot', need('slot').idle, '--out', folder],
      await python(),
    );
    return { state: 'succeeded', message: `dbt-${adapter} into ${schema}`, output: { folder, schema, variables } };
  },
});
