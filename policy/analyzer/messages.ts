// Findings and policies in the engine's messages. Words only; nothing is decided here.
import * as protocol from '@pulumi/pulumi/proto/analyzer_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { encodeProperties } from '../decode';
import type { Level, Policy, Severity } from '../policy';
import type { Finding } from '../report';
import type { Properties } from '../value';
import { packName, packVersion } from './pack';

const levelCodes: Readonly<Record<Level, protocol.EnforcementLevel>> = {
  advisory: protocol.EnforcementLevel.ADVISORY,
  mandatory: protocol.EnforcementLevel.MANDATORY,
  remediate: protocol.EnforcementLevel.REMEDIATE,
  disabled: protocol.EnforcementLevel.DISABLED,
};

export const levelNames: Readonly<Record<number, Level>> = {
  [protocol.EnforcementLevel.ADVISORY]: 'advisory',
  [protocol.EnforcementLevel.MANDATORY]: 'mandatory',
  [protocol.EnforcementLevel.REMEDIATE]: 'remediate',
  [protocol.EnforcementLevel.DISABLED]: 'disabled',
};

const severityCodes: Readonly<Record<Severity, protocol.PolicySeverity>> = {
  low: protocol.PolicySeverity.POLICY_SEVERITY_LOW,
  medium: protocol.PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: protocol.PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: protocol.PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

export const policyInfo = (policy: Policy, level: Level): protocol.PolicyInfo =>
  new protocol.PolicyInfo()
    .setName(policy.id)
    .setDisplayname(policy.title)
    .setDescription(policy.title)
    .setEnforcementlevel(levelCodes[level])
    .setPolicyType(policy.scope === 'stack' ? protocol.PolicyType.POLICY_TYPE_STACK : protocol.PolicyType.POLICY_TYPE_RESOURCE)
    .setSeverity(severityCodes[policy.severity])
    .setTagsList([...policy.checkov, ...(policy.anchors ?? [])])
    .setRemediationSteps(policy.remediation.text)
    .setUrl(policy.references[0] ?? '');

/** What is wrong in one line: every violation, or why nothing could be said, or that an exemption covers it. */
export function wordsOf({ outcome, violations, reason, exemption }: Finding): string {
  const what = outcome === 'failed' ? violations.map(({ message }) => message).join('; ') : `not evaluated: ${reason ?? 'unknown'}`;
  return exemption === undefined ? what : `exempt until ${exemption.expires} (${exemption.owner}: ${exemption.justification}): ${what}`;
}

/** A finding stops the engine or it does not: what an exemption covers and what a preview may leave open is advisory. */
export const diagnosticsOf = (findings: readonly Finding[]): protocol.AnalyzeDiagnostic[] =>
  findings.map((finding) =>
    new protocol.AnalyzeDiagnostic()
      .setPolicyname(finding.policy)
      .setPolicypackname(packName)
      .setPolicypackversion(packVersion)
      .setDescription(finding.title)
      .setMessage(`${finding.title}: ${wordsOf(finding)}. ${finding.fix}`)
      .setEnforcementlevel(finding.isBlocking ? protocol.EnforcementLevel.MANDATORY : protocol.EnforcementLevel.ADVISORY)
      .setSeverity(severityCodes[finding.severity])
      .setUrn(finding.urn),
  );

export const remediationOf = ({ policy, inputs }: { readonly policy: Policy; readonly inputs: Properties }): protocol.Remediation =>
  new protocol.Remediation()
    .setPolicyname(policy.id)
    .setPolicypackname(packName)
    .setPolicypackversion(packVersion)
    .setDescription(policy.title)
    // The protobuf types want mutable JSON; the copy is.
    .setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(encodeProperties(inputs)))));
