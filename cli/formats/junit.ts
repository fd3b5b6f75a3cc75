// A policy check as JUnit XML: one test case a policy, failed where a finding of it stops an update. Pure but for the library.
import reportBuilder from 'junit-report-builder';
import type { CheckResult } from '../check/result';
import type { PlacedFinding } from '../render/findings';

/** XML has no place for control characters, in any escape. */
export const clean = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu, '\ufffd');

/** `policies` are the ids of all that were in force: those without a finding have passed. */
export function junitReport({ found, problems }: CheckResult, policies: readonly string[]): string {
  const builder = reportBuilder.newBuilder();
  const suite = builder.testSuite().name('hx policies');
  for (const policy of policies) {
    const own = found.filter(({ finding }) => finding.policy === policy);
    const blocking = own.filter(({ finding }) => finding.isBlocking);
    const testCase = suite.testCase().className('hx.policies').name(policy);
    if (own.length > 0) testCase.standardOutput(clean(own.map(lineOf).join('\n')));
    const [first] = blocking;
    if (first !== undefined) testCase.failure(clean(`${blocking.length} × ${first.finding.title}: ${blocking.map(lineOf).join('; ')}`), 'policy');
    else if (own.some(({ finding }) => finding.outcome === 'not-evaluated')) testCase.skipped();
  }
  for (const { kind, message, place } of problems) {
    suite
      .testCase()
      .className('hx.exemptions')
      .name(clean(`${kind}: ${message}`))
      .failure(clean(place === undefined ? message : `${place}: ${message}`), 'exemption');
  }
  return builder.build();
}

function lineOf({ target, finding }: PlacedFinding): string {
  const { urn, violations, reason, exemption } = finding;
  const what = violations.length > 0 ? violations.map(({ message }) => message).join('; ') : `not evaluated: ${reason ?? 'unknown'}`;
  return `${target} ${urn}: ${what}${exemption === undefined ? '' : ` (exempt until ${exemption.expires}: ${exemption.owner})`}`;
}
