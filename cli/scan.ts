// What both scan commands share: their options, and how a report becomes text, JSON, SARIF and an exit code.
import { writeFile } from 'node:fs/promises';
import { HxError } from '../automation/errors';
import { exitCodes, type ExitReason } from '../automation/exit-codes';
import type { ScanReport } from '../automation/scan';
import { output } from './common-options';
import type { Context } from './context';
import { choice, duration, text, type Given } from './option';
import { jsonLine } from './render/ndjson';
import { scanLines } from './render/scan';
import { withoutWorkflowCommands } from './render/text';
import type { ScanTerms } from './scans';
import { version } from './version';

export const scanOptions = {
  env: text('-e, --env <name>', 'thresholds and exemptions of this environment', 'env'),
  severity: choice('--severity <level>', 'what fails the scan, and everything above', ['low', 'medium', 'high', 'critical'] as const, 'high; critical in dev'),
  sarif: text('--sarif <file>', 'write SARIF 2.1.0 for code scanning'),
  timeout: duration('--timeout <duration>', 'give up after this long: 90s, 30m', '15m'),
  ...output,
};
type Flags = Given<typeof scanOptions>;

export const termsOf = ({ env, severity, timeout }: Flags): ScanTerms => ({ environment: env, severity, timeoutMs: timeout });

const reasons: Readonly<Record<ScanReport['verdict'], ExitReason>> = { passed: 'ok', blocked: 'policy', incomplete: 'failure' };

/** Writes and prints what a scan found. */
export async function tellScan(report: ScanReport, given: Flags, context: Context): Promise<ExitReason> {
  const { io, isJson, isVerbose } = context;
  const reason = reasons[report.verdict];
  await audit(report, context);
  if (given.sarif !== undefined) {
    const { scanSarif } = await import('./formats/scan-sarif');
    await write(given.sarif, `${JSON.stringify(scanSarif(report, version()), undefined, 2)}\n`);
  }
  if (isJson) {
    io.stdout.print(jsonLine({ ...scanObject(report), exitCode: exitCodes[reason] }));
    return reason;
  }
  const { stdout } = io;
  const lines = scanLines(report, { width: stdout.width(), style: stdout.style, isCut: stdout.isTerminal, isVerbose });
  stdout.print(...(stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
  return reason;
}

/** Every use of an exemption leaves a trace. */
async function audit({ subject, findings }: ScanReport, context: Context): Promise<void> {
  const uses = findings.flatMap(({ rule, place, exemption }) =>
    exemption === undefined ? [] : [{ policy: rule, place, justification: exemption.justification, owner: exemption.owner, expires: exemption.expires }],
  );
  if (uses.length === 0) return;
  const { auditExemptions } = await import('../automation');
  await auditExemptions(await (await context.app()).deps(), `hx scan of ${subject}`, uses);
}

async function write(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new HxError('usage', `${file} cannot be written: ${why}.`, { cause, suggestion: '--sarif scan.sarif' });
  }
}

/** The `--json` object: a public contract. */
function scanObject({ subject, environment, threshold, verdict, ran, gaps, tool, warnings, findings, exemptionProblems, log }: ScanReport): object {
  return { version: 1, subject, environment, threshold, verdict, scanners: { ran, missing: gaps }, tool, findings, exemptionProblems, warnings, log };
}
