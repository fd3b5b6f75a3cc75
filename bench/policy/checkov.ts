// Finds checkov: CHECKOV, else a pinned one in a venv of hx's cache, which is made with pip where it is missing.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../measure';

/** The version whose verdicts test/policy/checkov/ holds. */
const version = '3.3.30';

/** Absolute path of the executable, or what CHECKOV says. `cache` is HX_CACHE. */
export async function findCheckov(cache: string, environment: Readonly<Record<string, string | undefined>>): Promise<string> {
  const given = environment['CHECKOV'];
  if (given !== undefined && given !== '') return given;
  const folder = join(cache, 'tools', `checkov-${version}`);
  const binary = join(folder, 'bin/checkov');
  if (existsSync(join(folder, '.complete'))) return binary;
  // A venv can't be moved: a half-made one is made again.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(cache, 'tools'), { recursive: true });
  process.stderr.write(`installing checkov ${version} into ${folder} …\n`);
  await run({ file: 'python3', args: ['-m', 'venv', folder], environment });
  await run({ file: join(folder, 'bin/pip'), args: ['install', '--quiet', `checkov==${version}`], environment });
  writeFileSync(join(folder, '.complete'), '');
  return binary;
}
