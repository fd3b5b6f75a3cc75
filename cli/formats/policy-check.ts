// The object of `hx policy check --json`: a public, versioned contract. Pure.
import type { CheckResult } from '../check/result';

/** One entry of `violations` for each property that is wrong. */
export function checkObject({ found, totals, problems, known }: CheckResult, exitCode: number): object {
  const { policies, resources, disabled, ...counts } = totals;
  const base = ({ finding, target }: CheckResult['found'][number]) => ({
    policy: finding.policy,
    checkov: finding.checkov,
    severity: finding.severity,
    level: finding.level,
    target,
    urn: finding.urn,
    type: finding.resourceType,
    exempt: finding.exemption !== undefined,
    blocking: finding.isBlocking,
    ...(finding.exemption === undefined ? {} : { exemption: finding.exemption }),
  });
  return {
    version: 1,
    checked: resources,
    policies,
    disabled,
    counts: { ...counts, known },
    exitCode,
    violations: found.flatMap((placed) => placed.finding.violations.map(({ property, message }) => ({ ...base(placed), property, message }))),
    notEvaluated: found
      .filter(({ finding }) => finding.outcome === 'not-evaluated')
      .map((placed) => ({ ...base(placed), reason: placed.finding.reason ?? '' })),
    exemptionProblems: problems,
  };
}
