// A scan's report as one SARIF 2.1.0 log. Pure.
import { createHash } from 'node:crypto';
import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import type { JudgedFinding, ScanReport, Severity } from '../../automation/scan';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', unknown: 'note' };
/** GitHub sorts by this number. */
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0', unknown: '0.0' };

/** GitHub reads no more results of one run; the gravest come first. */
const mostResults = 25_000;
const schema = 'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json';

/** Every finding is in it: those below the threshold too, exempt ones as suppressed. What did not run is a notification. */
export function scanSarif(report: ScanReport, version: string): Log {
  const rules = rulesOf(report.findings);
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'hx scan', version, semanticVersion: version, informationUri: 'https://trivy.dev', rules: rules.map(({ descriptor }) => descriptor) },
          ...(report.tool === undefined ? {} : { extensions: [{ name: 'trivy', semanticVersion: report.tool.version }] }),
        },
        automationDetails: { id: `hx-scan/${report.subject.replace(/[^\w.-]+/g, '-')}/` },
        invocations: [
          {
            executionSuccessful: report.gaps.length === 0,
            toolExecutionNotifications: [
              ...report.gaps.map(({ scanner, reason }) => ({ level: 'error' as const, message: { text: `The ${scanner} scan did not run: ${reason}.` } })),
              ...report.warnings.map((text) => ({ level: 'warning' as const, message: { text } })),
              ...report.exemptionProblems.map((text) => ({ level: 'error' as const, message: { text } })),
            ],
          },
        ],
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the project.' } } },
        results: report.findings.slice(0, mostResults).map((finding) => resultOf(finding, index.get(finding.rule) ?? -1)),
        properties: { environment: report.environment, threshold: report.threshold, verdict: report.verdict },
      },
    ],
  };
}

function rulesOf(findings: readonly JudgedFinding[]): readonly { readonly id: string; readonly descriptor: ReportingDescriptor }[] {
  const first = new Map(findings.toReversed().map((finding) => [finding.rule, finding]));
  return [...first.values()]
    .toSorted((a, b) => a.rule.localeCompare(b.rule, 'en'))
    .map(({ rule, title, help, url, severity, scanner }) => ({
      id: rule,
      descriptor: {
        id: rule,
        name: rule,
        shortDescription: { text: title },
        fullDescription: { text: title },
        help: { text: help === '' ? title : help, markdown: url === undefined ? help || title : `${help || title}\n\n[${rule}](${url})` },
        ...(url === undefined ? {} : { helpUri: url }),
        defaultConfiguration: { level: levels[severity] },
        properties: { tags: ['security', scanner], 'security-severity': scores[severity] },
      },
    }));
}

function resultOf(finding: JudgedFinding, ruleIndex: number): Result {
  const { rule, severity, message, place, line, endLine, exemption, isBlocking } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [locationOf(place, line, endLine)],
    partialFingerprints: {
      'hxFinding/v1': createHash('sha256')
        .update([rule, place, String(line ?? '')].join('\n'))
        .digest('hex'),
    },
    ...(exemption === undefined
      ? {}
      : {
          suppressions: [
            { kind: 'external', status: 'accepted', justification: `${exemption.justification} (${exemption.owner}, until ${exemption.expires})` },
          ],
        }),
    properties: { severity, isBlocking },
  };
}

function locationOf(place: string, line: number | undefined, endLine: number | undefined): Location {
  const image = /^image:\/\/(?<rest>.*)$/s.exec(place)?.groups?.['rest'];
  const path = (image ?? place).split('/').map(encodeURIComponent).join('/');
  const isInProject = image === undefined && !place.startsWith('/');
  return {
    physicalLocation: {
      artifactLocation: isInProject ? { uri: path, uriBaseId: '%SRCROOT%' } : { uri: image === undefined ? `file://${path}` : path },
      // GitHub takes no result without a line.
      region: { startLine: line ?? 1, ...(endLine === undefined ? {} : { endLine }) },
    },
    ...(image === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: place, kind: 'resource' }] }),
  };
}
