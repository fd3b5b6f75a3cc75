// Runs trivy once without a shell: nothing of the user's settings changes what it finds, its log goes to a file, its report is read and removed.
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { redactor, secretsIn } from '../redact';
import { runProgram } from '../run-program';
import { secretRulesPath, type FoundTool } from '../tools';
import type { ScanContext } from './context';
import { failureIn, isConfigurationUnread, warningsIn, type Failure } from './trivy-messages';

export interface TrivyRequest {
  /** Sub-command, its own options and what is scanned. */
  readonly args: readonly string[];
  /** Trivy's names: "secret", "misconfig", "vuln". */
  readonly scanners: readonly string[];
  /** False where an image or a database has to be fetched. */
  readonly isOffline: boolean;
  /** True for files of the project, where tests and documents are looked at as well. */
  readonly isEverywhere: boolean;
}

export type TrivyAnswer =
  | { readonly state: 'done'; readonly report: string; readonly warnings: readonly string[]; readonly isConfigurationUnread: boolean }
  | { readonly state: 'failed'; readonly failure: Failure };

/** A run's folder: the log stays, everything else goes. */
export interface RunFolder {
  readonly log: string;
  readonly scratch: string;
  readonly remove: () => Promise<void>;
}

export async function openRunFolder(runs: string, runId: string): Promise<RunFolder> {
  const folder = join(runs, runId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(folder, '.scan-'));
  return { log: join(folder, 'trivy.log'), scratch, remove: () => rm(scratch, { recursive: true, force: true }) };
}

export const trivyCache = (cache: string): string => join(cache, 'tools', 'trivy', 'data');

/** Throws HxError "cancelled" and "timeout"; every other end is an answer. */
export async function runTrivy(trivy: FoundTool, request: TrivyRequest, folder: RunFolder, context: ScanContext): Promise<TrivyAnswer> {
  const report = join(folder.scratch, 'report.json');
  await rm(report, { force: true });
  const args = [...(await settings(request, folder, context)), '--format', 'json', '--output', report];
  const [command = '', ...rest] = request.args;
  const lines: string[] = [];
  const result = await runProgram(trivy.binary, [command, ...args, ...rest], {
    environment: environmentFor(request, folder, context),
    timeoutMs: context.timeoutMs,
    hasOwnGroup: true,
    cancelled: context.cancelled,
    onLine: (line) => void lines.push(line),
  });
  const text = lines.join('\n');
  const redact = redactor(secretsIn(context.environment));
  await appendFile(folder.log, redact(`$ trivy ${[command, ...rest].join(' ')}\n${text}\n`), { mode: 0o600 });
  if (result.state === 'cancelled') throw new HxError('cancelled', 'the scan was cancelled', { log: folder.log });
  if (result.state === 'timed-out') throw timedOut(context, folder);
  if (result.state === 'ended' && result.exitCode === 0) {
    // A download leaves none.
    return {
      state: 'done',
      report: await readFile(report, 'utf8').catch(() => ''),
      warnings: warningsIn(redact(text)),
      isConfigurationUnread: isConfigurationUnread(text),
    };
  }
  const failure = result.state === 'ended' ? failureIn(redact(text)) : ({ kind: 'other', reason: 'it could not be started' } as const);
  if (failure.kind === 'timeout') throw timedOut(context, folder);
  return { state: 'failed', failure };
}

const timedOut = ({ timeoutMs }: ScanContext, { log }: RunFolder): HxError =>
  new HxError('timeout', `trivy did not end in ${Math.round(timeoutMs / 1000)} s`, { log, suggestion: `--timeout ${Math.ceil((timeoutMs * 4) / 60_000)}m` });

async function settings({ scanners, isEverywhere }: TrivyRequest, { scratch }: RunFolder, context: ScanContext): Promise<readonly string[]> {
  const rules = await readFile(secretRulesPath(context.root), 'utf8');
  const [config, ignores, secrets] = [join(scratch, 'trivy.yaml'), join(scratch, 'ignores'), join(scratch, 'trivy-secret.yaml')];
  // A trivy.yaml or .trivyignore in the working folder would switch findings off without a reason or an end.
  await Promise.all([writeFile(config, ''), writeFile(ignores, ''), writeFile(secrets, isEverywhere ? rules : rules.replace(/^disable-allow-rules:.*$/m, ''))]);
  return [
    ...['--config', config, '--ignorefile', ignores, '--cache-dir', trivyCache(context.cache), '--no-progress'],
    ...['--timeout', `${Math.ceil(context.timeoutMs / 1000)}s`],
    ...(scanners.length === 0
      ? []
      : [
          ...['--scanners', scanners.join(','), '--offline-scan', '--skip-check-update'],
          // The file cache locks: two scans at once would not do.
          ...['--cache-backend', 'memory'],
          ...['--secret-config', secrets],
        ]),
  ];
}

/** Where an image is looked for, and how a registry is signed in to. */
const imageVariables =
  /^(PATH|HOME|USER|XDG_RUNTIME_DIR|DOCKER_.*|CONTAINERD_.*|AZURE_.*|TRIVY_(USERNAME|PASSWORD|REGISTRY_TOKEN)|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|SSL_CERT_(FILE|DIR))$/;

/** Offline, nothing that trivy might start or ask is there: no git, no proxy that answers, no credentials. */
function environmentFor({ isOffline }: TrivyRequest, { scratch }: RunFolder, { environment }: ScanContext): Readonly<Record<string, string | undefined>> {
  const own = { TMPDIR: scratch, TRIVY_SKIP_VERSION_CHECK: 'true', TRIVY_DISABLE_TELEMETRY: 'true', TRIVY_SKIP_VEX_REPO_UPDATE: 'true' };
  if (isOffline) {
    const nowhere = 'http://127.0.0.1:9';
    return { ...own, PATH: scratch, HOME: scratch, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere };
  }
  return { ...Object.fromEntries(Object.entries(environment).filter(([name]) => imageVariables.test(name))), ...own };
}
