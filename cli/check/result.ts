// What a policy check came to, whatever was checked: findings with their targets, totals, and what is wrong with the exemptions. Pure.
import type { PolicyFinding, PolicyReport, PolicySeverity } from '../../automation/policies';
import type { ExemptionProblem } from '../policy-admin';
import type { PlacedFinding, PolicyTotals } from '../render/findings';

export interface CheckResult {
  readonly found: readonly PlacedFinding[];
  readonly totals: PolicyTotals;
  readonly problems: readonly ExemptionProblem[];
  /** Findings that the baseline knows: shown, and stopping nothing. */
  readonly known: number;
}

export const severityRank: Readonly<Record<PolicySeverity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** Reports of several stacks as one. */
export function sumOf(reports: readonly Omit<PolicyReport, 'findings' | 'isComplete'>[]): PolicyTotals {
  const sum = (count: (report: Omit<PolicyReport, 'findings' | 'isComplete'>) => number): number => reports.reduce((total, report) => total + count(report), 0);
  return {
    policies: Math.max(0, ...reports.map(({ policies }) => policies)),
    resources: sum(({ resources }) => resources),
    disabled: [...new Set(reports.flatMap(({ disabled }) => disabled))].toSorted(),
    passed: sum(({ counts }) => counts.passed),
    failed: sum(({ counts }) => counts.failed),
    notEvaluated: sum(({ counts }) => counts.notEvaluated),
    exempt: sum(({ counts }) => counts.exempt),
  };
}

/** One line of a baseline: a finding by what it is about, so that it is known again when its message changes. */
export interface BaselineEntry {
  readonly policy: string;
  readonly urn: string;
  /** Dotted path; `?` where the policy could not be evaluated. */
  readonly property: string;
}

export const keyOf = ({ policy, urn, property }: BaselineEntry): string => JSON.stringify([policy, urn, property]);

/** One entry for each property that is wrong; one for what was not evaluated. */
export const entriesOf = ({ policy, urn, violations }: PolicyFinding): readonly BaselineEntry[] =>
  violations.length === 0 ? [{ policy, urn, property: '?' }] : violations.map(({ property }) => ({ policy, urn, property }));

/** Findings that a baseline knows stop nothing any more. Gives them all, and how many were known. */
export function againstBaseline(
  found: readonly PlacedFinding[],
  baseline: ReadonlySet<string>,
): { readonly found: readonly PlacedFinding[]; readonly known: number } {
  let known = 0;
  const judged = found.map((placed) => {
    if (!entriesOf(placed.finding).every((entry) => baseline.has(keyOf(entry)))) return placed;
    known += 1;
    return { ...placed, finding: { ...placed.finding, isBlocking: false } };
  });
  return { found: judged, known };
}

/** True where the check must fail: a finding that stops an update, or exemptions that are not in order. */
export const hasFailed = ({ found, problems }: CheckResult): boolean => problems.length > 0 || found.some(({ finding }) => finding.isBlocking);
