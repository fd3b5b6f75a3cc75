// Reads trivy's JSON into findings. Takes no text that may hold a part of a secret: neither `Match` nor `Code`.
import { z } from 'zod';
import { HxError } from '../errors';
import { pinnedTrivyVersion } from '../tools';
import type { Finding, Scanner, Severity } from './finding';

const text = z.string().optional();
const cause = z.object({ StartLine: z.number().optional(), EndLine: z.number().optional(), Resource: text });
const schema = z.object({
  SchemaVersion: z.literal(2),
  Results: z
    .array(
      z.object({
        Target: z.string(),
        Class: z.string(),
        Secrets: z.array(z.object({ RuleID: z.string(), Severity: z.string(), Title: z.string(), StartLine: z.number(), EndLine: z.number() })).optional(),
        Misconfigurations: z
          .array(
            z.object({
              ID: z.string(),
              AVDID: text,
              Title: text,
              Message: text,
              Resolution: text,
              Severity: z.string(),
              PrimaryURL: text,
              Status: z.string(),
              CauseMetadata: cause.optional(),
            }),
          )
          .optional(),
        Vulnerabilities: z
          .array(
            z.object({
              VulnerabilityID: z.string(),
              PkgName: z.string(),
              PkgPath: text,
              InstalledVersion: text,
              FixedVersion: text,
              Severity: z.string(),
              Title: text,
              PrimaryURL: text,
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

type Report = z.infer<typeof schema>;
type Result = NonNullable<Report['Results']>[number];

/** Where a result's target lies, as `Finding.place` says it. */
export type PlaceOf = (target: string, kind: { readonly scanner: Scanner; readonly package?: string; readonly path?: string }) => string;

/** Throws HxError "failure" where it is no report of a version that is known: never read as no finding. */
export function readReport(json: string, placeOf: PlaceOf): readonly Finding[] {
  const { Results } = parse(json);
  return (Results ?? []).flatMap((result) => [...secretsOf(result, placeOf), ...misconfigurationsOf(result, placeOf), ...vulnerabilitiesOf(result, placeOf)]);
}

function parse(json: string): Report {
  try {
    return schema.parse(JSON.parse(json));
  } catch (cause) {
    throw new HxError('failure', 'trivy wrote a report that hx cannot read', {
      cause,
      suggestion: `take trivy ${pinnedTrivyVersion}, or none, to PATH: hx brings its own`,
    });
  }
}

const known: Readonly<Record<string, Severity>> = { CRITICAL: 'critical', HIGH: 'high', MEDIUM: 'medium', LOW: 'low' };
const severityOf = (name: string): Severity => known[name] ?? 'unknown';

/** Secrets that trivy takes lightly and that open this platform, or speak for somebody. */
const graver: Readonly<Record<string, Severity>> = {
  'databricks-api-token': 'critical',
  'pulumi-api-token': 'critical',
  'npm-access-token': 'critical',
  'private-key': 'critical',
  'dockerconfig-secret': 'high',
  'hashicorp-tf-api-token': 'high',
  'jwt-token': 'high',
  'slack-web-hook': 'high',
  'twilio-api-key': 'high',
};

/** A comment that switches a check off is found by the rules for secrets, and is none. */
const inlineIgnore = 'hx-inline-ignore';

function secretsOf({ Target, Secrets }: Result, placeOf: PlaceOf): readonly Finding[] {
  return (Secrets ?? []).map(({ RuleID, Severity, Title, StartLine, EndLine }) => {
    const isIgnore = RuleID === inlineIgnore;
    return {
      scanner: isIgnore ? 'misconfiguration' : 'secret',
      rule: RuleID,
      severity: graver[RuleID] ?? severityOf(Severity),
      title: Title,
      message: isIgnore ? `${Title}: trivy then says nothing of it.` : `${Title}: a value that is not to be in a file.`,
      help: isIgnore
        ? 'Remove the comment; where the finding must stay for a while, write an exemption in policy/exemptions.yaml.'
        : 'Revoke it where it was issued, take it out of the file and its history, and read it from Key Vault or the environment.',
      place: placeOf(Target, { scanner: 'secret' }),
      line: StartLine,
      endLine: EndLine,
    };
  });
}

function misconfigurationsOf({ Target, Misconfigurations }: Result, placeOf: PlaceOf): readonly Finding[] {
  return (Misconfigurations ?? [])
    .filter(({ Status }) => Status === 'FAIL')
    .map(({ ID, AVDID, Title, Message, Resolution, Severity, PrimaryURL, CauseMetadata }) => ({
      scanner: 'misconfiguration',
      rule: AVDID === undefined || AVDID === '' ? ID : AVDID,
      severity: severityOf(Severity),
      title: Title ?? ID,
      message: Message ?? Title ?? ID,
      help: Resolution ?? '',
      ...(PrimaryURL === undefined ? {} : { url: PrimaryURL }),
      place: placeOf(Target, { scanner: 'misconfiguration' }),
      ...linesOf(CauseMetadata?.StartLine, CauseMetadata?.EndLine),
    }));
}

function vulnerabilitiesOf({ Target, Vulnerabilities }: Result, placeOf: PlaceOf): readonly Finding[] {
  return (Vulnerabilities ?? []).map(({ VulnerabilityID, PkgName, PkgPath, InstalledVersion, FixedVersion, Severity, Title, PrimaryURL }) => {
    const title = `${VulnerabilityID} in ${PkgName}`;
    const isFixed = FixedVersion !== undefined && FixedVersion !== '';
    return {
      scanner: 'vulnerability',
      rule: VulnerabilityID,
      severity: severityOf(Severity),
      title,
      message: `${PkgName} ${InstalledVersion ?? ''} has ${VulnerabilityID}${Title === undefined ? '' : `: ${Title}`}`,
      help: isFixed ? `Update ${PkgName} to ${FixedVersion}.` : `There is no fixed version of ${PkgName} yet.`,
      ...(PrimaryURL === undefined ? {} : { url: PrimaryURL }),
      place: placeOf(Target, { scanner: 'vulnerability', package: PkgName, ...(PkgPath === undefined || PkgPath === '' ? {} : { path: PkgPath }) }),
    };
  });
}

/** A file as a whole has no line, or line 0. */
const linesOf = (start: number | undefined, end: number | undefined): Pick<Finding, 'line' | 'endLine'> =>
  start === undefined || start < 1 ? {} : { line: start, ...(end === undefined || end < start ? {} : { endLine: end }) };
