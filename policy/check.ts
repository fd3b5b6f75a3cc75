// Judges a stack that is written down in a file, and the exemptions of a project. Runs no engine, reads no file.
import { levelOf } from './environment';
import { judgeAll, type Judgement } from './evaluate';
import { matchesPattern, type Exemption } from './exemptions';
import type { InputStack } from './input';
import { Tally, type Finding } from './report';
import type { SessionReport } from './analyzer/session';

/** What judging the file's stack comes to; the same verdicts as `pulumi policy analyze --file` with this pack. */
export function judgeInput(judgement: Judgement, { resources, kind, isPartial }: InputStack): SessionReport {
  const { environment, policies } = judgement;
  const tally = new Tally(judgeAll(judgement, resources, isPartial));
  const disabled = policies.filter((policy) => levelOf(policy, environment) === 'disabled').map(({ id }) => id);
  return {
    policies: policies.length - disabled.length,
    disabled,
    resources: resources.length,
    isComplete: true,
    counts: tally.counts,
    findings: tally.findings(environment, kind === 'preview' ? 'preview' : 'final'),
  };
}

type Used = Pick<Finding, 'policy' | 'urn'> & { readonly exemption?: unknown };

/** Exemptions of environments that were judged as a whole, and that nothing needed: they only wait to hide something. */
export const unusedExemptions = (exemptions: readonly Exemption[], judged: readonly string[], findings: readonly Used[]): readonly Exemption[] =>
  exemptions.filter(
    ({ policy, urn, environment }) =>
      judged.includes(environment) &&
      !findings.some((finding) => finding.exemption !== undefined && finding.policy === policy && matchesPattern(finding.urn, urn)),
  );
