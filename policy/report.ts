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
  /** Pulumi type token. */
  readonly resourceType: string;
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

/** When a verdict is made: `open` is judged again before anything changes, `final` never again. */
export type Timing = 'open' | 'preview' | 'final';

/** Whether a verdict stops an update. What could not be evaluated does where it is decided for the last time, and in a preview where data must not be lost. */
export function isBlocking(verdict: Verdict, { isProtected }: Pick<PolicyEnvironment, 'isProtected'>, timing: Timing): boolean {
  if (verdict.level === 'advisory' || verdict.exemption !== undefined || verdict.outcome === 'passed') return false;
  return verdict.outcome === 'failed' || timing === 'final' || (timing === 'preview' && isProtected);
}

function findingOf(verdict: Verdict, environment: PolicyEnvironment, timing: Timing): Finding | undefined {
  const { policy, resource, level, outcome, violations, reason, exemption } = verdict;
  if (outcome === 'passed') return undefined;
  return {
    policy: policy.id,
    title: policy.title,
    severity: policy.severity,
    level,
    outcome,
    isBlocking: isBlocking(verdict, environment, timing),
    checkov: policy.checkov,
    urn: resource.urn,
    resourceType: resource.type,
    violations,
    ...(reason === undefined ? {} : { reason }),
    ...(exemption === undefined ? {} : { exemption }),
    fix: policy.remediation.text,
    link: policy.references[0] ?? '',
  };
}

/** Verdicts as they come: passes are counted, the others are kept. */
export class Tally {
  private passed = 0;
  private readonly others: Verdict[] = [];

  constructor(verdicts: Iterable<Verdict> = []) {
    for (const verdict of verdicts) {
      if (verdict.outcome === 'passed') this.passed += 1;
      else this.others.push(verdict);
    }
  }

  /** Several tallies as one. */
  static of(tallies: Iterable<Tally>): Tally {
    const sum = new Tally();
    for (const { passed, others } of tallies) {
      sum.passed += passed;
      for (const verdict of others) sum.others.push(verdict);
    }
    return sum;
  }

  get counts(): PolicyCounts {
    const count = (fits: (verdict: Verdict) => boolean): number => this.others.filter(fits).length;
    return {
      passed: this.passed,
      failed: count(({ outcome, exemption }) => outcome === 'failed' && exemption === undefined),
      notEvaluated: count(({ outcome, exemption }) => outcome === 'not-evaluated' && exemption === undefined),
      exempt: count(({ exemption }) => exemption !== undefined),
    };
  }

  findings(environment: PolicyEnvironment, timing: Timing): readonly Finding[] {
    return this.others.flatMap((verdict) => findingOf(verdict, environment, timing) ?? []);
  }
}
