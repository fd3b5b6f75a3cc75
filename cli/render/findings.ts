// What the policies found, for people: one block a policy that blocks, one line for every other one. Pure; judges nothing.
import type { PolicyCounts, PolicyFinding } from '../../automation/policies';
import { symbols, type Style } from './style';
import { counted, cut, oneLine, wrap } from './text';
import { shortType } from './words';

export interface FindingsView {
  readonly width: number;
  readonly style: Style;
  /** True where lines are cut or wrapped to the width. */
  readonly isCut: boolean;
  /** Also every resource, and the block of each policy that does not block. */
  readonly isVerbose: boolean;
}

/** A finding, and the target that it was made in: three regions that fail alike are one line. */
export interface PlacedFinding {
  readonly target: string;
  readonly finding: PolicyFinding;
}

export interface PolicyTotals extends PolicyCounts {
  /** Policies in force. */
  readonly policies: number;
  readonly resources: number;
  readonly disabled: readonly string[];
}

/** "Policies: 2 failed, 1 not evaluated, 340 passed (142 policies over 133 resources)". */
export function totalsLine({ failed, notEvaluated, exempt, passed, policies, resources, disabled }: PolicyTotals, style: Style): string {
  const parts = [
    ...(failed > 0 ? [style.red(`${failed} failed`)] : []),
    ...(notEvaluated > 0 ? [style.yellow(`${notEvaluated} not evaluated`)] : []),
    ...(exempt > 0 ? [style.yellow(`${exempt} exempt`)] : []),
    style.green(`${passed} passed`),
    ...(disabled.length > 0 ? [style.yellow(`${disabled.length} switched off`)] : []),
  ];
  return `${style.bold('Policies:')} ${parts.join(', ')} ${style.dim(`(${counted(policies, 'policy', 'policies')} over ${counted(resources, 'resource')})`)}`;
}

/** The policies that environments switch off, by name: no report goes without them. */
export function switchedOffLines({ disabled }: Pick<PolicyTotals, 'disabled'>, { style, width, isCut }: FindingsView): readonly string[] {
  if (disabled.length === 0) return [];
  const text = `Switched off in infra/environments: ${disabled.join(', ')}`;
  return (isCut ? wrap(text, Math.max(20, width - 4)) : [text]).map((line, index) => style.dim(`  ${index === 0 ? '' : '  '}${line}`));
}

const rank: Readonly<Record<PolicyFinding['severity'], number>> = { critical: 0, high: 1, medium: 2, low: 3 };

interface Group {
  readonly first: PolicyFinding;
  readonly isBlocking: boolean;
  readonly found: readonly PlacedFinding[];
}

/** Blocking policies first, then by severity. */
function groupsOf(found: readonly PlacedFinding[]): readonly Group[] {
  const groups = new Map<string, PlacedFinding[]>();
  for (const one of found) {
    const { policy, outcome, exemption, isBlocking } = one.finding;
    const key = `${policy} ${outcome} ${exemption === undefined ? '' : exemption.expires} ${isBlocking}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()]
    .flatMap((members): readonly Group[] => {
      const first = members[0]?.finding;
      return first === undefined ? [] : [{ first, isBlocking: first.isBlocking, found: members }];
    })
    .toSorted(
      (a, b) => Number(b.isBlocking) - Number(a.isBlocking) || rank[a.first.severity] - rank[b.first.severity] || (a.first.policy < b.first.policy ? -1 : 1),
    );
}

/** Lines for all findings, without a heading. */
export function findingLines(found: readonly PlacedFinding[], view: FindingsView): readonly string[] {
  const groups = groupsOf(found);
  return groups.flatMap((group) => (group.isBlocking || view.isVerbose ? ['', ...block(group, view)] : [short(group, view)]));
}

function mark({ outcome, exemption, isBlocking }: PolicyFinding, style: Style): string {
  if (exemption !== undefined) return style.yellow(`${symbols.skipped} exempt`);
  if (outcome === 'not-evaluated') return (isBlocking ? style.red : style.yellow)('? not evaluated');
  return isBlocking ? style.red(`${symbols.failed} mandatory`) : style.yellow(`${symbols.warning} advisory`);
}

const fit = (line: string, { width, isCut }: FindingsView): string => (isCut ? cut(line, width) : line);

/** "! advisory low storage-geo: … (3 resources: lake, …)". */
function short({ first, found }: Group, view: FindingsView): string {
  const { style } = view;
  const names = [...new Set(found.map(({ finding }) => nameOf(finding.urn)))];
  const where = names.length === 1 ? (names[0] ?? '') : `${counted(names.length, 'resource')}: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
  const allowed = first.exemption === undefined ? '' : `, until ${first.exemption.expires} by ${first.exemption.owner}`;
  return fit(
    `  ${mark(first, style)} ${first.severity} ${style.bold(first.policy)} (${where}${oneLine(allowed)}): ${oneLine(first.exemption?.justification ?? what(first))}`,
    view,
  );
}

/** Resources of one policy that are named without --verbose. */
const shownResources = 5;

function block({ first, found }: Group, view: FindingsView): readonly string[] {
  const { style, isVerbose } = view;
  const rows = rowsOf(found);
  const shown = isVerbose ? rows : rows.slice(0, shownResources);
  const more = rows.length - shown.length;
  const ids = first.checkov.length === 0 ? '' : style.dim(`  ${first.checkov.join(', ')}`);
  return [
    fit(`  ${mark(first, style)} ${first.severity} ${style.bold(first.policy)}${ids}`, view),
    fit(`    ${first.title}`, view),
    ...shown.flatMap((row) => indented('    - ', row, view)),
    ...(more > 0 ? [`    and ${counted(more, 'more resource')} (--verbose shows all)`] : []),
    ...(first.exemption === undefined
      ? indented(`    ${style.cyan('Fix:')} `, oneLine(first.fix), view)
      : indented('    Allowed: ', `until ${first.exemption.expires} by ${first.exemption.owner}: ${oneLine(first.exemption.justification)}`, view)),
    `    ${style.dim('Docs:')} ${first.link}`,
  ];
}

/** One row for what is said alike of a resource in several targets. */
function rowsOf(found: readonly PlacedFinding[]): readonly string[] {
  const rows = new Map<string, string[]>();
  for (const { target, finding } of found) {
    const key = `${shortType(finding.resourceType)} ${nameOf(finding.urn)}\n${what(finding)}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [target]);
    else if (!known.includes(target)) known.push(target);
  }
  return [...rows].map(([key, targets]) => {
    const [resource = '', text = ''] = key.split('\n');
    return `${resource} (${targets.join(', ')}): ${oneLine(text)}`;
  });
}

const what = ({ violations, reason }: PolicyFinding): string =>
  violations.length > 0 ? violations.map(({ message }) => oneLine(message)).join('; ') : oneLine(reason ?? '');

function indented(label: string, text: string, { width, isCut }: FindingsView): readonly string[] {
  if (!isCut) return [`${label}${text}`];
  const [first = '', ...rest] = wrap(text, Math.max(20, width - 8));
  return [`${label}${first}`, ...rest.map((line) => `      ${line}`)];
}

const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');
