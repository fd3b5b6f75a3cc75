// The rows on policies: judging a stack against checkov on the same resources; whole processes from spawn to exit.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policies } from '../../policy';
import { compare, run, type Measured } from '../measure';
import { inFolder, row, type Row, type Site } from '../rows';
import { findCheckov } from './checkov';
import { madeUpStack } from './stack';

const seed = 20_261_126;
const rounds = 3;

/** Exit code of a check that found violations. */
const violated = 5;

/** Judges a stack export by all policies. The one place that knows how. */
const judge = (site: Site, home: string, file: string): Promise<Measured> =>
  run({
    file: join(site.root, 'hx'),
    args: ['policy', 'check', '--input', file, '--json'],
    environment: { ...site.environment, HX_HOME: home },
    answers: [violated],
  });

/**
 * Runs checkov over a folder of .tf.json files with the checks that our policies stand for, and no call out. Of its two readers of Terraform this
 * is the faster one; both say the same of these resources.
 */
function runCheckov(site: Site, checkov: string, folder: string): Promise<Measured> {
  const ids = policies.flatMap((policy) => policy.checkov).filter((id) => !id.startsWith('CKV_SECRET_'));
  const flags = ['--framework', 'terraform_json', '-o', 'json', '--compact', '--soft-fail', '--skip-download', '--download-external-modules', 'false'];
  const environment = { ...site.environment, BC_API_KEY: undefined, LOG_LEVEL: 'ERROR', CKV_SKIP_PACKAGE_UPDATE_CHECK: 'true' };
  return run({ file: checkov, args: ['-d', folder, ...flags, '--check', ids.join(',')], environment });
}

/** 1,000 and 10,000 Azure resources; each row's ratio is hx's time over checkov's. */
export async function policyChecks(site: Site, cache: string, counts: readonly number[] = [1000, 10_000]): Promise<readonly Row[]> {
  const checkov = await findCheckov(cache, site.environment);
  const rows: Row[] = [];
  for (const count of counts)
    rows.push(
      await inFolder(async (folder) => {
        const { pulumi, terraform } = madeUpStack(count, seed);
        const [file, program] = [join(folder, 'export.json'), join(folder, 'terraform')];
        mkdirSync(program);
        writeFileSync(file, pulumi);
        writeFileSync(join(program, 'main.tf.json'), terraform);
        const [ours, theirs] = await compare(
          () => judge(site, folder, file),
          () => runCheckov(site, checkov, program),
          rounds,
        );
        mustHaveJudged(ours, theirs);
        return row(`policies, ${count.toLocaleString('en')} resources`, `checkov`, ours, theirs, 0.1);
      }),
    );
  return rows;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** A run that judged nothing is quick, and worth nothing. */
function mustHaveJudged(ours: Measured, theirs: Measured): void {
  const { counts } = JSON.parse(ours.stdout) as { readonly counts: Counts };
  const { summary } = JSON.parse(theirs.stdout) as { readonly summary?: Counts & { readonly parsing_errors: number } };
  if (counts.failed === 0 || summary === undefined || summary.failed === 0 || summary.parsing_errors > 0)
    throw new Error(`nothing was judged: ${JSON.stringify({ counts, summary })}`);
  process.stderr.write(`hx: ${counts.passed} passed, ${counts.failed} failed; checkov: ${summary.passed} passed, ${summary.failed} failed\n`);
}
