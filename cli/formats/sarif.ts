// A policy check as SARIF 2.1.0: rules with help, results with level, place, fingerprint and suppressions. Pure.
import type { Log, ReportingDescriptor, Result, Suppression } from 'sarif';
import type { PolicyFinding } from '../../automation/policies';
import type { CheckResult } from '../check/result';
import type { PolicyDetails } from '../policy-admin';
import type { PlacedFinding } from '../render/findings';

export interface SarifOptions {
  readonly version: string;
  readonly explain: (policy: string) => PolicyDetails;
  /** "infra/components/data-lake.ts:41", where it can be known. */
  readonly locate: (urn: string) => string | undefined;
  /** File that stands for a place that is not known: GitHub shows nothing without one. */
  readonly fallback: string;
}

/** GitHub reads no more results of one run. */
const mostResults = 25_000;

const schema = 'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json';

/** GitHub sorts by these numbers. */
const securitySeverity: Readonly<Record<PolicyFinding['severity'], string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

export function sarifLog({ found, problems }: CheckResult, options: SarifOptions): Log {
  const ids = [...new Set(found.map(({ finding }) => finding.policy))];
  const results = found.flatMap((placed) => resultsOf(placed, ids, options));
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'hx policies', version: options.version, semanticVersion: options.version, rules: ids.map((id) => ruleOf(options.explain(id))) },
        },
        columnKind: 'utf16CodeUnits',
        results: results.slice(0, mostResults),
        invocations: [
          {
            executionSuccessful: true,
            toolConfigurationNotifications: problems.map(({ message, place }) => ({
              level: 'error' as const,
              message: { text: place === undefined ? message : `${place}: ${message}` },
            })),
          },
        ],
      },
    ],
  };
}

function ruleOf({ id, title, severity, rationale, fix, example, references, checkov, anchors }: PolicyDetails): ReportingDescriptor {
  const links = references.map((url) => `- ${url}`);
  return {
    id,
    name: id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: `${title}. ${rationale}` },
    help: {
      text: `${rationale}\n\n${fix}\n\n${example}\n\n${references.join('\n')}`,
      markdown: [rationale, '', fix, '', '```ts', example, '```', '', ...links].join('\n'),
    },
    helpUri: references[0] ?? 'https://learn.microsoft.com/azure/',
    // GitHub takes 20 tags at most.
    properties: { tags: ['security', ...checkov, ...anchors].slice(0, 20), 'security-severity': securitySeverity[severity] },
  };
}

const levelOf = ({ level, outcome }: PolicyFinding): 'error' | 'warning' | 'note' =>
  outcome === 'not-evaluated' ? 'note' : level === 'advisory' ? 'warning' : 'error';

/** One result for each property that is wrong; one for what was not evaluated. */
function resultsOf({ target, finding }: PlacedFinding, ids: readonly string[], { locate, fallback }: SarifOptions): readonly Result[] {
  const { policy, urn, violations, reason, exemption, title } = finding;
  const said = violations.length > 0 ? violations : [{ property: '', message: `not evaluated: ${reason ?? 'unknown'}` }];
  return said.map(({ property, message }) => ({
    ruleId: policy,
    ruleIndex: ids.indexOf(policy),
    level: levelOf(finding),
    kind: finding.outcome === 'failed' ? 'fail' : 'review',
    message: { text: `${title}: ${nameOf(urn)} (${target}) ${message}` },
    locations: [
      {
        physicalLocation: physical(locate(urn), fallback),
        logicalLocations: [{ fullyQualifiedName: property === '' ? urn : `${urn}#${property}`, name: nameOf(urn), kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'policyAndResource/v1': `${policy}:${urn}:${property}` },
    ...(exemption === undefined ? {} : { suppressions: [suppressionOf(exemption)] }),
    properties: { target, property, blocking: finding.isBlocking },
  }));
}

function physical(place: string | undefined, fallback: string): NonNullable<NonNullable<Result['locations']>[number]['physicalLocation']> {
  const [, file = fallback, line] = /^(.+):(\d+)$/.exec(place ?? '') ?? [];
  return { artifactLocation: { uri: encodeURI(file) }, region: { startLine: Number(line ?? 1) } };
}

const suppressionOf = ({ justification, owner, expires }: NonNullable<PolicyFinding['exemption']>): Suppression => ({
  kind: 'external',
  status: 'accepted',
  justification: `${justification} (${owner}, until ${expires})`,
});

const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');
