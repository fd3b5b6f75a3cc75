// A preview or an update under the eyes of the policy pack: attaches it, runs the engine, and lets nothing pass that was not judged.
import { join } from 'node:path';
import { toErrorRecord, type ErrorRecord } from '../errors';
import type { PolicyFinding, PolicyReport } from '../policies';
import { writePackFile } from '../pulumi';
import type { EngineOutcome, StackEvent } from '../stack-engine';
import type { StackSession, Upstream } from './session';

export interface Policed {
  readonly kind: 'preview' | 'up';
  readonly upstream: Upstream;
  readonly onEvent: (event: StackEvent) => void;
  readonly inScratch: boolean;
}

/** The engine's outcome, failed where a policy stops it or where the policies did not run to their end. */
export async function performPoliced(session: StackSession, { kind, upstream, onEvent, inScratch }: Policed): Promise<EngineOutcome> {
  const { run, unit } = session;
  const pack = await (await run.policies()).attach(unit.target.name, kind === 'preview' && isWaiting(session, upstream));
  const folder = join(run.deps.paths.runs, run.id, 'policies');
  const policyPack = await writePackFile(folder, `${unit.target.name}-${unit.program.name}`, pack.port);
  const outcome = await session.perform({ kind, policyPack }, upstream, onEvent, inScratch);
  try {
    const report = await pack.report();
    session.policies = report;
    for (const event of eventsOf(report)) onEvent(event);
    return judged(outcome, report, session.logFile);
  } catch (error) {
    // Whatever the engine said: without a report nobody knows what was judged.
    return outcome.result === 'cancelled' ? outcome : failed(outcome, { ...toErrorRecord(error), reason: 'policy', log: session.logFile });
  }
}

/** A program whose upstream has no outputs yet is previewed again when it has. */
const isWaiting = ({ unit }: StackSession, upstream: Upstream): boolean => unit.program.dependsOn.some((name) => upstream[name] === undefined);

const failed = (outcome: EngineOutcome, error: ErrorRecord): EngineOutcome => ({ ...outcome, result: 'failed', error });

/** What the engine itself failed at comes first: a program that broke was judged in part. */
function judged(outcome: EngineOutcome, report: PolicyReport, log: string): EngineOutcome {
  if (outcome.result === 'cancelled' || (outcome.error !== undefined && outcome.error.reason !== 'policy')) return outcome;
  const blocking = report.findings.filter(({ isBlocking }) => isBlocking);
  const [first] = blocking;
  if (first !== undefined) return failed(outcome, { ...violationError(blocking, first), log });
  if (outcome.error !== undefined) return outcome;
  if (report.policies > 0 && report.isComplete) return outcome;
  const why = report.policies === 0 ? 'the pack has no policy' : 'the engine did not ask about the stack as a whole';
  return failed(outcome, { reason: 'policy', message: `the policies were not evaluated: ${why}`, suggestion: 'hx policy list', log });
}

function violationError(blocking: readonly PolicyFinding[], first: PolicyFinding): ErrorRecord {
  const policies = new Set(blocking.map(({ policy }) => policy)).size;
  const isViolated = blocking.some(({ outcome }) => outcome === 'failed');
  const what = policies === 1 ? `policy ${first.policy}` : `${policies} policies`;
  const on = blocking.length === 1 ? nameOf(first.urn) : `${blocking.length} findings`;
  const verb = isViolated ? (policies === 1 ? 'is violated' : 'are violated') : 'could not be evaluated';
  return {
    reason: 'policy',
    message: `${what} ${verb}${blocking.length === 1 ? ` by ${on}: ${first.violations[0]?.message ?? first.reason ?? first.title}` : `: ${on}`}`,
    ...(blocking.length === 1 ? { resource: first.urn } : {}),
    suggestion: `hx policy explain ${first.policy}`,
  };
}

const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');

function eventsOf({ findings, counts, policies, resources, disabled }: PolicyReport): readonly StackEvent[] {
  const violations = findings.map((finding): StackEvent => ({ type: 'policy-violation', ...finding }));
  return [...violations, { type: 'policy-report', policies, resources, disabled, ...counts }];
}
