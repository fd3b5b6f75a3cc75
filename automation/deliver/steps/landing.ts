// Finds the files to load, and names the load by their content: the same files are never loaded twice. In the local cloud it makes a sample where none were given.
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../../errors';
import { runEtl } from '../../etl';
import { digestsOf, loadIdOf } from '../landing-files';
import { step, type StepContext } from '../step';

/** Rows of the sample's largest table. */
const sampleRows = 10_000;
const sampleSeed = 7;

export const landing = step({
  name: 'landing',
  timeoutMs: 30 * 60_000,
  isRetried: false,
  plan: ({ landing: given, cloud }) => ({
    does: 'find the files to load',
    values: { folder: given ?? (cloud === 'local' ? `a sample of ${sampleRows} rows, made here` : 'HX_LANDING_DIR') },
  }),
  run: async (context) => {
    const isSample = context.landing === undefined;
    const folder = context.landing ?? (await sampleOf(context));
    const files = await digestsOf(folder, context.signal);
    const runId = loadIdOf(files);
    const count = Object.keys(files).length;
    const message = `${count} ${count === 1 ? 'file' : 'files'} in ${folder}${isSample ? ' (a sample made for this rehearsal)' : ''}, loaded as ${runId}`;
    return { state: 'succeeded', message, output: { folder, isSample, runId, files } };
  },
});

/** One a day: what readers see must be fresh, and a delivery that is repeated must find the same files. */
async function sampleOf({ target, cloud, sampleFolder, now, python, tell }: StepContext): Promise<string> {
  if (cloud !== 'local') {
    throw new HxError('usage', `no files to load are named for ${target.name}`, {
      target: target.name,
      suggestion: '--source <folder>, or HX_LANDING_DIR=<folder>',
    });
  }
  const day = now().toISOString().slice(0, 10);
  const folder = join(sampleFolder, `${target.name}-${day}`);
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isThere) return folder;
  tell(`making a sample of ${sampleRows} rows`);
  const half = `${folder}.new-${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await runEtl('generate', ['--out', half, '--rows', String(sampleRows), '--seed', String(sampleSeed), '--as-of', day], await python());
  await rename(half, folder);
  return folder;
}
