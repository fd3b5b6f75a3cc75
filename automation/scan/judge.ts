// Holds what was found against threshold and exemptions. Pure.
import { isAtLeast, severities, type Exemption, type Finding, type Rulebook, type Severity, type Sighting } from './finding';

/** Without an environment a scan judges as for the strictest one. */
export const strictestEnvironment = 'prod';

/** Where a scanner that is missing is a warning. Only dev is lenient; an environment that is added later is not. */
export const isLenient = (environment: string): boolean => environment === 'dev';

export const thresholdOf = (environment: string): Severity => (isLenient(environment) ? 'critical' : 'high');

export interface JudgedFinding extends Finding {
  readonly exemption?: Exemption;
  /** At or above the threshold, and not exempt. */
  readonly isBlocking: boolean;
}

export interface ScanReport extends Omit<Sighting, 'findings'> {
  /** What was scanned, as it was asked for. */
  readonly subject: string;
  readonly environment: string;
  readonly threshold: Severity;
  /** Graver first, then by place and line. */
  readonly findings: readonly JudgedFinding[];
  /** What is wrong with exemptions: each fails the scan. */
  readonly exemptionProblems: readonly string[];
  /** True where a scanner that did not run fails the scan. */
  readonly mustBeWhole: boolean;
  /** `incomplete`: nothing blocks, but a scanner did not run where it had to. */
  readonly verdict: 'passed' | 'blocked' | 'incomplete';
}

export interface Terms {
  readonly subject: string;
  readonly environment: string;
  readonly threshold: Severity;
  readonly rulebook: Rulebook;
  /** True where an exemption is about what was scanned. */
  readonly concerns: (exemption: Exemption) => boolean;
}

export function judge(sighting: Sighting, { subject, environment, threshold, rulebook, concerns }: Terms): ScanReport {
  const used = new Set<Exemption>();
  const ours = rulebook.exemptions.filter((one) => one.environment === environment);
  const findings = merged(sighting.findings)
    .map((finding): JudgedFinding => {
      const exemption = ours.find((one) => rulebook.covers(one, finding.rule, finding.place));
      if (exemption !== undefined) used.add(exemption);
      return { ...finding, ...(exemption === undefined ? {} : { exemption }), isBlocking: exemption === undefined && isAtLeast(finding.severity, threshold) };
    })
    .toSorted(byGravity);
  const isJudgeable = sighting.isWhole && sighting.gaps.length === 0;
  const unused = isJudgeable ? ours.filter((one) => concerns(one) && !used.has(one)) : [];
  const exemptionProblems = [
    ...rulebook.problems,
    ...unused.map(({ policy, file, owner }) => `the exemption from ${policy} for ${file} of ${owner} is not used: nothing is found there any more`),
  ];
  const isBlocked = exemptionProblems.length > 0 || findings.some(({ isBlocking }) => isBlocking);
  const mustBeWhole = !isLenient(environment);
  return {
    ...sighting,
    subject,
    environment,
    threshold,
    findings,
    exemptionProblems,
    mustBeWhole,
    verdict: isBlocked ? 'blocked' : mustBeWhole && sighting.gaps.length > 0 ? 'incomplete' : 'passed',
  };
}

/** Rules that guess; what a rule for one kind of secret found at the same place is better told. */
const guesses: readonly string[] = ['hx-keyword-secret', 'hx-keyword-secret-bare', 'hx-random-string'];

/** One finding a rule and place, and no guess where something is known. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const placeOf = ({ place, line }: Finding): string => `${place}:${line ?? ''}`;
  const known = new Set(findings.filter(({ scanner, rule }) => scanner === 'secret' && !guesses.includes(rule)).map(placeOf));
  const isBetterTold = (finding: Finding): boolean => {
    if (!guesses.includes(finding.rule)) return false;
    // Of several guesses the one that also knows a name is kept.
    const isNamed = finding.rule !== 'hx-random-string';
    return (
      known.has(placeOf(finding)) ||
      (!isNamed && findings.some((other) => other !== finding && guesses.slice(0, 2).includes(other.rule) && placeOf(other) === placeOf(finding)))
    );
  };
  const byKey = new Map(
    findings.filter((finding) => !isBetterTold(finding)).map((finding) => [[finding.rule, placeOf(finding), finding.message].join('\n'), finding]),
  );
  return [...byKey.values()];
}

const byGravity = (a: Finding, b: Finding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  a.place.localeCompare(b.place, 'en') ||
  (a.line ?? 0) - (b.line ?? 0) ||
  a.rule.localeCompare(b.rule, 'en');
