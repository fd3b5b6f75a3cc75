// What a scan found, for people: a block for each finding that fails it, a line for each exempt one, a count of the rest. Pure; judges nothing.
import type { JudgedFinding, ScanReport, Severity } from '../../automation/scan';
import { symbols, type Style } from './style';
import { counted, cut, oneLine, wrap } from './text';

export interface ScanView {
  readonly width: number;
  readonly style: Style;
  /** True where lines are cut or wrapped to the width. */
  readonly isCut: boolean;
  /** Also what is below the threshold. */
  readonly isVerbose: boolean;
}

/** Findings of one rule that are told with their place; the rest is counted. */
const shownPlaces = 10;

export function scanLines(report: ScanReport, view: ScanView): readonly string[] {
  const { style } = view;
  const blocking = report.findings.filter(({ isBlocking }) => isBlocking);
  const exempt = report.findings.filter(({ exemption }) => exemption !== undefined);
  const below = report.findings.filter(({ isBlocking, exemption }) => !isBlocking && exemption === undefined);
  const fit = (line: string): string => (view.isCut ? cut(line, view.width) : line);
  return [
    ...groupsOf(blocking).flatMap((group) => [...block(group, view), '']),
    ...(view.isVerbose ? groupsOf(below).flatMap((group) => [...block(group, view), '']) : []),
    ...exempt.map((finding) => fit(exemptLine(finding, style))),
    ...report.exemptionProblems.map((problem) => `${style.red(symbols.failed)} ${oneLine(problem)}`),
    ...report.warnings.map((warning) => fit(`${style.yellow(symbols.warning)} trivy: ${oneLine(warning)}`)),
    ...report.gaps.flatMap((gap) => gapLines(gap, report.mustBeWhole, view)),
    verdictLine(report, blocking, below, style),
    ...(report.log === undefined || (report.warnings.length === 0 && !view.isVerbose) ? [] : [style.dim(`  Log: ${report.log}`)]),
  ];
}

/** Alike findings together, in the order of the first of each. */
function groupsOf(findings: readonly JudgedFinding[]): readonly (readonly JudgedFinding[])[] {
  const groups = new Map<string, JudgedFinding[]>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.severity}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  return [...groups.values()];
}

const paint = (severity: Severity, style: Style): ((text: string) => string) =>
  severity === 'critical' || severity === 'high' ? style.red : severity === 'medium' ? style.yellow : style.dim;

function block(findings: readonly JudgedFinding[], view: ScanView): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const { style, isCut, width } = view;
  const mark = first.isBlocking ? symbols.failed : symbols.warning;
  const more = findings.length - shownPlaces;
  const told = (label: string, text: string): readonly string[] => {
    const [head = '', ...rest] = isCut ? wrap(oneLine(text), Math.max(20, width - 4 - label.length)) : [oneLine(text)];
    return text === '' ? [] : [`  ${style.cyan(label)} ${head}`, ...rest.map((line) => `  ${' '.repeat(label.length + 1)}${line}`)];
  };
  return [
    `${paint(first.severity, style)(`${mark} ${first.severity}`)} ${style.bold(first.rule)} ${oneLine(first.title)}`,
    ...findings.slice(0, shownPlaces).map((finding) => `  ${oneLine(placeOf(finding))}${messageOf(finding)}`),
    ...(more > 0 ? [`  and ${counted(more, 'more place')}`] : []),
    ...told('Fix:', first.help),
    ...(first.url === undefined ? [] : [`  ${style.dim('Docs:')} ${oneLine(first.url)}`]),
  ];
}

const placeOf = ({ place, line }: JudgedFinding): string => (line === undefined ? place : `${place}:${line}`);
/** The title says already what the message begins with. */
const messageOf = ({ message, title }: JudgedFinding): string => (message.startsWith(title) ? '' : `  ${oneLine(message)}`);

function exemptLine(finding: JudgedFinding, style: Style): string {
  const { expires = '', owner = '', justification = '' } = finding.exemption ?? {};
  return `${style.yellow(`${symbols.skipped} exempt`)} ${finding.severity} ${finding.rule} ${oneLine(placeOf(finding))} until ${expires}, ${owner}: ${oneLine(justification)}`;
}

function gapLines({ scanner, reason, suggestion }: ScanReport['gaps'][number], isFailure: boolean, { style }: ScanView): readonly string[] {
  const mark = isFailure ? style.red(symbols.failed) : style.yellow(symbols.warning);
  return [
    `${mark} ${style.bold(`The ${scanner} scan did not run`)}: ${oneLine(reason)}`,
    ...(suggestion === undefined ? [] : [`  ${style.cyan('Fix:')} ${oneLine(suggestion)}`]),
  ];
}

function verdictLine(report: ScanReport, blocking: readonly JudgedFinding[], below: readonly JudgedFinding[], style: Style): string {
  const { ran, tool, threshold, environment, subject, verdict, exemptionProblems } = report;
  const by = tool === undefined ? '' : ` by trivy ${tool.version}${tool.database === undefined ? '' : `, ${tool.database}`}`;
  const looked = ran.length === 0 ? 'nothing was looked for' : `looked for ${ran.map((one) => words[one]).join(', ')}${by}`;
  const rest = below.length === 0 ? '' : `, ${below.length} below (--verbose shows ${below.length === 1 ? 'it' : 'them'})`;
  const facts = style.dim(`(${looked}; as for ${environment})`);
  const at = `at or above ${threshold} in ${oneLine(subject)}${rest}`;
  switch (verdict) {
    case 'blocked': {
      const problems = exemptionProblems.length === 0 ? '' : `${counted(exemptionProblems.length, 'problem')} of exemptions, `;
      return `${style.red(`${symbols.failed} ${problems}${counted(blocking.length, 'finding')} ${at}`)} ${facts}`;
    }
    case 'incomplete':
      return `${style.red(`${symbols.failed} Not everything was scanned; no finding ${at}`)} ${facts}`;
    case 'passed':
      return `${report.gaps.length > 0 ? style.yellow(`${symbols.warning} No finding ${at}`) : style.green(`${symbols.done} No finding ${at}`)} ${facts}`;
  }
}

const words = { secret: 'secrets', misconfiguration: 'misconfigurations', vulnerability: 'vulnerabilities' } as const;
