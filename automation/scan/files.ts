// Scans files: secrets and misconfigurations, without any network.
import { lstat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { HxError } from '../errors';
import type { FoundTool } from '../tools';
import type { ScanContext } from './context';
import type { Finding, Sighting } from './finding';
import { openRunFolder, runTrivy, type RunFolder } from './run-trivy';
import { readReport, type PlaceOf } from './trivy-report';

/** Made by tools, or brought by them: nothing that anybody wrote. Folders of these names, wherever they are. */
export const skippedFolders: readonly string[] = ['node_modules', '.git', 'dist', '.hx', '.venv', 'coverage'];

/** Absolute paths of what to scan, from the working folder; none means the project. Throws HxError "usage" for what is not there. */
export async function readPaths(paths: readonly string[], workingFolder: string, root: string): Promise<readonly string[]> {
  return paths.length === 0 ? [root] : Promise.all(paths.map((path) => existing(path, workingFolder)));
}

/** `targets` as `readPaths` gives them. */
export async function scanFiles(targets: readonly string[], runId: string, trivy: FoundTool, context: ScanContext): Promise<Sighting> {
  const folder = await openRunFolder(context.runs, runId);
  try {
    const findings: Finding[] = [];
    const warnings: string[] = [];
    for (const target of withoutNested(targets)) {
      const seen = await scanOne(target, trivy, folder, context);
      findings.push(...seen.findings);
      warnings.push(...seen.warnings);
    }
    const isWhole = targets.includes(context.root);
    return { findings, warnings, ran: ['secret', 'misconfiguration'], gaps: [], tool: { version: trivy.version }, isWhole, log: folder.log };
  } finally {
    await folder.remove();
  }
}

async function existing(path: string, workingFolder: string): Promise<string> {
  if (path === '' || path.startsWith('-') || path.includes('\0')) {
    throw new HxError('usage', `'${path}' is not a path.`, path.startsWith('-') ? { suggestion: `hx scan files ./${path}` } : {});
  }
  const absolute = resolve(workingFolder, path);
  const found = await lstat(absolute).catch(() => undefined);
  if (found === undefined) throw new HxError('usage', `There is no ${path}.`, { suggestion: 'hx scan files' });
  if (!found.isFile() && !found.isDirectory()) {
    throw new HxError('usage', `${path} is neither a file nor a folder.`, { suggestion: 'name what it points to' });
  }
  return absolute;
}

/** A folder's files are not scanned a second time. */
const withoutNested = (targets: readonly string[]): readonly string[] =>
  [...new Set(targets)].filter((one) => !targets.some((other) => other !== one && one.startsWith(other.endsWith(sep) ? other : `${other}${sep}`)));

async function scanOne(target: string, trivy: FoundTool, folder: RunFolder, context: ScanContext): Promise<Pick<Sighting, 'findings' | 'warnings'>> {
  const isFile = (await lstat(target)).isFile();
  const skipped = skippedFolders.flatMap((name) => ['--skip-dirs', `**/${name}`, '--skip-dirs', name]);
  const answer = await runTrivy(
    trivy,
    { args: ['filesystem', ...skipped, target], scanners: ['secret', 'misconfig'], isOffline: true, isEverywhere: true },
    folder,
    context,
  );
  if (answer.state === 'failed') {
    const reason = answer.failure.kind === 'other' ? answer.failure.reason : answer.failure.kind;
    throw new HxError('failure', `trivy could not scan ${target}: ${reason}`, { log: folder.log });
  }
  return { findings: readReport(answer.report, placesBelow(target, isFile, context.root)), warnings: answer.warnings };
}

/** Trivy tells a file from the scanned folder, and a scanned file by its name alone. */
export const placesBelow =
  (target: string, isFile: boolean, root: string): PlaceOf =>
  (name) => {
    const absolute = isFile ? target : isAbsolute(name) ? name : join(target, name);
    const path = relative(root, absolute);
    const isOutside = path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
    return (isOutside ? absolute : path || '.').split(sep).join('/');
  };
