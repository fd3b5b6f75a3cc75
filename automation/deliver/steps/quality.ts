// The data-quality gate: no slot goes live whose data does not reach the thresholds of its environment.
import { join } from 'node:path';
import { HxError } from '../../errors';
import { runEtl } from '../../etl';
import { writeDurably } from '../../files/durable';
import { step } from '../step';

export const quality = step({
  name: 'quality',
  timeoutMs: 30 * 60_000,
  isRetried: true,
  plan: ({ target }) => ({ does: 'hold the idle slot against app/quality/checks.yml', values: { environment: target.env } }),
  run: async ({ target, need, etl, folder, tell, note }) => {
    const run = await etl(need('profiles').variables);
    const answer = await runEtl('quality', ['--environment', target.env, '--run-id', need('landing').runId], { ...run, onLine: tell });
    const report = join(folder, 'reports', 'quality.json');
    await writeDurably(report, JSON.stringify(answer));
    for (const { table, check, column, score, threshold, passed } of answer.checks) {
      note(`${passed ? 'passed' : 'failed'} ${table}${column === null ? '' : `.${column}`} ${check}: ${score} (threshold ${threshold})`);
    }
    const broken = answer.checks.filter(({ passed, gate }) => !passed && gate);
    if (!answer.passed || broken.length > 0) {
      // Each names table, column, score, threshold and keys.
      const lines = broken.map(({ message }) => message);
      throw new HxError('quality', [`${broken.length} of ${answer.checks.length} data-quality checks failed`, ...lines].join('\n'), {
        suggestion: 'correct the delivery, then run the same command again; readers still see the live slot',
      });
    }
    const watched = answer.checks.filter(({ passed, gate }) => !passed && !gate);
    return {
      state: 'succeeded',
      message: `${answer.checks.length - watched.length} of ${answer.checks.length} checks passed, score ${answer.score}`,
      warnings: watched.map(({ message }) => message),
      output: { score: answer.score, report },
    };
  },
});
