// What judging a stack came to, as data that can cross a process boundary: counts, and every verdict that is no pass. Words, not policies.
import type { PolicyEnvironment } from './environment';
import type { Outcome, Verdict } from './evaluate';
import type { Exemption } from './exemptions';
import type { Severity } from './policy';
import type { Violation } from './subject';

export interface Finding {
  readonly policy: string;
  readonly title: string;
  readonly severity: Severity;
  readonly level: 'advisory' | 'mandatory' | 'remediate';
  readonly outcome: Exclude<Outcome, 'passed'>;
  /** True where it stops an update. */
  readonly isBlocking: boolean;
  readonly checkov: readonly string[];
  readonly urn: string;
  readonly type: string;
  readonly violations: readonly Violation[];
  /** Why it was not evaluated. */
  readonly reason?: string;
  readonly exemption?: Exemption;
  /** What to change. */
  readonly fix: string;
  /** Where to read about it. */
  readonly link: string;
}

export interface PolicyCounts {
  readonly passed: number;
  /** Failures without an exemption. */
  readonly failed: number;
  readonly notEvaluated: number;
  /** Failures, and what was not evaluated, that an exemption covers. */
  readonly exempt: number;
}

/** Whether a verdict stops an update. What could not be evaluated does where data must not be lost, and wherever it is decided for the last time. */
export function isBlocking(verdict: Verdict, { isProtected }: Pick<PolicyEnvironment, 'isProtected'>, isPreview: boolean): boolean {
  if (verdict.level === 'advisory' || verdict.exemption !== undefined || verdict.outcome === 'passed') return false;
  return verdict.outcome === 'failed' || isProtected || !isPreview;
}

export function findingOf(verdict: Verdict, environment: PolicyEnvironment, isPreview: boolean): Finding | undefined {
  const { policy, resource, level, outcome, violations, reason, exemption } = verdict;
  if (outcome === 'passed') return undefined;
  return {
    policy: policy.id,
    title: policy.title,
    severity: policy.severity,
    level,
    outcome,
    isBlocking: isBlocking(verdict, environment, isPreview),
    checkov: policy.checkov,
    urn: resource.urn,
    type: resource.type,
    violations,
    ...(reason === undefined ? {} : { reason }),
    ...(exemption === undefined ? {} : { exemption }),
    fix: policy.remediation.text,
    link: policy.references[0] ?? '',
  };
}

export function countsOf(verdicts: readonly Verdict[]): PolicyCounts {
  const count = (fits: (verdict: Verdict) => boolean): number => verdicts.filter(fits).length;
  return {
    passed: count(({ outcome }) => outcome === 'passed'),
    failed: count(({ outcome, exemption }) => outcome === 'failed' && exemption === undefined),
    notEvaluated: count(({ outcome, exemption }) => outcome === 'not-evaluated' && exemption === undefined),
    exempt: count(({ exemption }) => exemption !== undefined),
  };
}
