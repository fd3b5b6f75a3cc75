// hx policy check: what the policies say of programs, of recorded states or of a file, in every form that a pull request needs.
import { writeFile } from 'node:fs/promises';
import { HxError } from '../../automation/errors';
import { exitCodes, type ExitReason } from '../../automation/exit-codes';
import { againstBaseline, hasFailed, severityRank, sumOf, type CheckResult } from '../check/result';
import { ofFile, ofPrograms, ofStates, type Collected } from '../check/collect';
import { command } from '../command';
import { cloud, output, running, selection } from '../common-options';
import type { Context } from '../context';
import type { Given } from '../option';
import { parallelOf } from '../operate';
import { choice, flag, text } from '../option';
import type { PolicyAdmin } from '../policy-admin';
import { checkObject } from '../formats/policy-check';
import { findingLines, switchedOffLines, totalsLine, type FindingsView } from '../render/findings';
import { jsonLine } from '../render/ndjson';
import { summaryLines } from '../render/summary';
import { emptyRun } from '../render/state';
import { symbols } from '../render/style';
import { counted, printable, withoutWorkflowCommands } from '../render/text';
import { version } from '../version';

const options = {
  ...selection,
  ...cloud,
  input: text('--input <file>', 'judge a file of `pulumi stack export` or `pulumi preview --json`, also of another project'),
  live: flag('--live', 'judge the recorded state of the chosen targets'),
  severity: choice('--severity <level>', 'only findings of this severity or above', ['low', 'medium', 'high', 'critical'] as const, 'low'),
  baseline: text('--baseline <file>', 'only findings that this file does not know fail the check'),
  writeBaseline: text('--write-baseline <file>', 'write what fails now to a baseline'),
  sarif: text('--sarif <file>', 'write SARIF 2.1.0 for code scanning'),
  junit: text('--junit <file>', 'write JUnit XML'),
  markdown: text('--markdown <file>', 'write Markdown for a comment or a step summary'),
  parallel: running.parallel,
  ...output,
};
type Flags = Given<typeof options>;

export const definition = command({
  description:
    'Judges what the programs of the chosen targets would build, by a preview of the real engine; or the recorded state (--live); or a file that the Pulumi CLI wrote (--input), which needs no engine. Ends with exit code 5 where a mandatory policy is violated, could not be evaluated where it must be, or where an exemption has expired or is used by nothing. --env with --input judges the file as that environment; without it the stack’s name decides, and a stack of another project is judged as strictly as it gets.',
  options,
  examples: [
    { command: 'hx policy check --all --cloud local', about: 'in a pull request: every environment, without credentials' },
    { command: 'hx policy check --env prod --sarif policies.sarif --markdown policies.md', about: 'with files for code scanning and a comment' },
    { command: 'hx policy check --input stack.json --json | jq .violations', about: 'a stack of any project' },
    { command: 'hx policy check --env prod --live', about: 'what runs now' },
    { command: 'hx policy check --all --baseline .policy-baseline.json', about: 'only what is new fails' },
  ],
  exits: ['authentication', 'policy', 'stackNotFound', 'cancelled'],
  run: async (context, given) => {
    const admin = await (await context.app()).policies();
    mustFit(given);
    const collected = await collect(given, context, admin);
    const severest = collected.found.filter(({ finding }) => severityRank[finding.severity] <= severityRank[given.severity ?? 'low']);
    const { readBaseline, writeBaseline } = await import('../check/baseline');
    if (given.writeBaseline !== undefined) await writeBaseline(given.writeBaseline, severest);
    const { found, known } = given.baseline === undefined ? { found: severest, known: 0 } : againstBaseline(severest, await readBaseline(given.baseline));
    const problems = await admin.exemptionProblems(
      collected.judged,
      collected.found.map(({ finding }) => finding),
    );
    const result: CheckResult = { found, totals: sumOf(collected.reports), problems, known };
    const reason: ExitReason = collected.failure?.reason ?? (hasFailed(result) ? 'policy' : 'ok');
    await audit(result, given.input === undefined ? 'hx policy check' : `hx policy check --input ${given.input}`, context);
    await writeFiles(result, reason !== 'ok', { given, admin, collected });
    tell(result, reason, collected, context);
    return reason;
  },
});

function mustFit({ input, live, region, all, env }: Flags): void {
  if (input === undefined) return;
  const other = live ? '--live' : all ? '--all' : region.length > 0 ? '--region' : env.length > 1 ? 'a second --env' : undefined;
  if (other !== undefined) throw new HxError('usage', `--input judges one file; ${other} does not go with it.`, { suggestion: 'leave one of them out' });
}

async function collect(given: Flags, context: Context, admin: PolicyAdmin): Promise<Collected> {
  if (given.input !== undefined) return ofFile(given.input, given.env[0], admin);
  const chosen = await (await context.app()).choose(given, given.cloud);
  return given.live ? ofStates(chosen, context, admin) : ofPrograms(chosen, parallelOf(given.parallel, context), context);
}

/** Every use of an exemption leaves a trace, also where nothing is changed. */
async function audit({ found }: CheckResult, check: string, context: Context): Promise<void> {
  const uses = found.flatMap(({ finding: { policy, urn, exemption } }) => (exemption === undefined ? [] : [{ policy, place: urn, ...exemption }]));
  if (uses.length === 0) return;
  const { auditExemptions } = await import('../../automation');
  await auditExemptions(await (await context.app()).deps(), check, uses);
}

interface Written {
  readonly given: Flags;
  readonly admin: PolicyAdmin;
  readonly collected: Collected;
}

async function writeFiles(result: CheckResult, isFailed: boolean, { given, admin, collected }: Written): Promise<void> {
  const write = async (file: string | undefined, make: () => Promise<string>): Promise<void> => {
    if (file === undefined) return;
    try {
      await writeFile(file, await make());
    } catch (error) {
      throw new HxError('usage', `${file} cannot be written: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}.`, {
        cause: error,
      });
    }
  };
  const locate = (urn: string): string | undefined => collected.sources.get(urn) ?? (given.input === undefined ? admin.locate(urn) : undefined);
  await write(given.sarif, async () => {
    const { sarifLog } = await import('../formats/sarif');
    const log = sarifLog(result, { version: version(), explain: (policy) => admin.explain(policy), locate, fallback: given.input ?? 'Pulumi.yaml' });
    return `${JSON.stringify(log, undefined, 2)}\n`;
  });
  await write(given.junit, async () => {
    const { junitReport } = await import('../formats/junit');
    const disabled = new Set(result.totals.disabled);
    return junitReport(
      result,
      admin.list().flatMap(({ id }) => (disabled.has(id) ? [] : [id])),
    );
  });
  await write(given.markdown, async () => (await import('../formats/markdown')).markdownReport(result, isFailed));
}

function tell(result: CheckResult, reason: ExitReason, { failure }: Collected, context: Context): void {
  const { io, isJson, isVerbose } = context;
  if (isJson) {
    io.stdout.print(jsonLine(checkObject(result, exitCodes[reason])));
    return;
  }
  const { style } = io.stdout;
  const view: FindingsView = { width: io.stdout.width(), style, isCut: io.stdout.isTerminal, isVerbose };
  const lines = [
    totalsLine(result.totals, style),
    ...findingLines(result.found, view),
    ...switchedOffLines(result.totals, view),
    ...result.problems.map(({ message, place }) => `  ${style.red(symbols.failed)} ${place === undefined ? '' : `${place}: `}${printable(message)}`),
    ...(result.known > 0 ? [`  ${counted(result.known, 'finding')} known from the baseline`] : []),
    ...(failure === undefined
      ? []
      : summaryLines(failure.summary, emptyRun, { width: view.width, style, cloud: 'local', isDryRun: false, choice: '', retype: context.retype })),
    '',
    verdictLine(result, reason, style),
  ];
  io.stdout.print(...(io.stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
}

function verdictLine(result: CheckResult, reason: ExitReason, style: FindingsView['style']): string {
  if (reason === 'ok') return style.green(`${symbols.done} Every mandatory policy holds`);
  if (reason !== 'policy') return style.red(`${symbols.failed} Not everything could be judged`);
  const policies = new Set(result.found.flatMap(({ finding }) => (finding.isBlocking ? [finding.policy] : []))).size;
  const what = [
    ...(policies > 0 ? [counted(policies, 'mandatory policy', 'mandatory policies')] : []),
    ...(result.problems.length > 0 ? [counted(result.problems.length, 'problem of exemptions', 'problems of exemptions')] : []),
  ];
  return style.red(`${symbols.failed} The check failed: ${what.join(', ')}. hx policy explain <id> tells more`);
}
