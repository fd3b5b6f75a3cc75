// A policy check as Markdown for a pull request's comment or a step summary: a table first, details folded. Pure; bounded in length.
import type { PolicyFinding } from '../../automation/policies';
import type { CheckResult } from '../check/result';
import type { PlacedFinding } from '../render/findings';

/** GitHub takes 65,536 characters in a comment; room for what stands around it. */
const mostCharacters = 60_000;

/** Text of others in a cell: no markup, no mention, no line break. */
export const cell = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[&<>|`*_[\]\\~]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('@', '&#64;');

const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');
const markOf = ({ outcome, isBlocking, exemption }: PolicyFinding): string =>
  exemption !== undefined ? '⏸ exempt' : outcome === 'not-evaluated' ? '❔ not evaluated' : isBlocking ? '❌ mandatory' : '⚠️ advisory';

export function markdownReport(result: CheckResult, isFailed: boolean): string {
  const { found, totals, problems, known } = result;
  const head = [
    `### ${isFailed ? '❌' : '✅'} Policies`,
    '',
    '| passed | failed | not evaluated | exempt | policies | resources |',
    '| --: | --: | --: | --: | --: | --: |',
    `| ${totals.passed} | ${totals.failed} | ${totals.notEvaluated} | ${totals.exempt} | ${totals.policies} | ${totals.resources} |`,
    ...(totals.disabled.length > 0 ? ['', `Switched off: ${totals.disabled.map(cell).join(', ')}`] : []),
    ...(known > 0 ? ['', `${known} known from the baseline.`] : []),
    ...problems.map(({ message, place }) => `\n- ❌ ${cell(place === undefined ? message : `${place}: ${message}`)}`),
  ];
  return bounded([...head, '', ...groups(found).flatMap(details)]);
}

function groups(found: readonly PlacedFinding[]): readonly (readonly [PlacedFinding, ...PlacedFinding[]])[] {
  const byPolicy = new Map<string, [PlacedFinding, ...PlacedFinding[]]>();
  for (const placed of found.toSorted((a, b) => Number(b.finding.isBlocking) - Number(a.finding.isBlocking))) {
    const key = `${placed.finding.policy} ${markOf(placed.finding)}`;
    const known = byPolicy.get(key);
    if (known === undefined) byPolicy.set(key, [placed]);
    else known.push(placed);
  }
  return [...byPolicy.values()];
}

const shownRows = 20;

function details(group: readonly [PlacedFinding, ...PlacedFinding[]]): readonly string[] {
  const { finding } = group[0];
  const rows = group.slice(0, shownRows).map(({ target, finding: { urn, violations, reason, exemption } }) => {
    const what = violations.length > 0 ? violations.map(({ message }) => message).join('; ') : (reason ?? '');
    const allowed = exemption === undefined ? '' : ` (until ${exemption.expires}, ${exemption.owner}: ${exemption.justification})`;
    return `| ${cell(target)} | ${cell(nameOf(urn))} | ${cell(what + allowed)} |`;
  });
  const more = group.length - rows.length;
  return [
    `<details${finding.isBlocking ? ' open' : ''}><summary>${markOf(finding)}: <b>${cell(finding.title)}</b> (${cell(finding.policy)}, ${finding.severity}): ${group.length}</summary>`,
    '',
    '| target | resource | what |',
    '| --- | --- | --- |',
    ...rows,
    ...(more > 0 ? [`| | | and ${more} more |`] : []),
    '',
    `${cell(finding.fix)} [Read more](${finding.link})`,
    '</details>',
    '',
  ];
}

function bounded(lines: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > mostCharacters) {
      // Only whole blocks: an open one would swallow what follows.
      const end = kept.lastIndexOf('</details>');
      return [...kept.slice(0, end < 0 ? kept.length : end + 1), '', 'Cut here: the rest is too long for a comment.', ''].join('\n');
    }
    kept.push(line);
  }
  return `${kept.join('\n')}\n`;
}
