// The reference page of the policies, docs/policies.md, made from the catalogue so that it can't lie. Writes nothing.
import { notPorted } from './not-ported';
import { compareIds } from './parity';
import type { Policy } from './policy';
import { partsOfId } from './scaffold';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const intro = `<!-- Made by scripts/generate-docs.mjs from the code; edit that, then run it. -->

# Policies

The pack in \`policy/\` judges every preview and every update of hx, before anything is changed. \`hx policy check\` runs it by itself, on the programs, on recorded
states (\`--live\`) or on a file of the Pulumi CLI (\`--input\`); \`hx policy explain <id>\` tells all about one policy; \`hx policy parity\` holds the pack against checkov.

- **Three outcomes**: passed, failed, not evaluated. A policy that reads a value which the preview does not know is not evaluated, never passed. It is decided at the
  update, before the resource is created; in a protected environment it blocks the preview already. A pack that breaks, hangs or is empty stops everything.
- **Levels**: the environment's \`policy.default\` is advisory or mandatory; where it is mandatory, each policy has the level below. \`policy.overrides\` sets single ones:
  \`mandatory\`, \`advisory\`, \`remediate\` (sets the right value, where there is exactly one, and shows that), \`disabled\` (named in every report).
- **Exemptions** in \`policy/exemptions.yaml\`: policy, URN pattern, environment, justification, owner, and an end at most 180 days ahead. Every use is shown, and written
  to the audit log; expired and unused ones fail \`hx policy check\`.
- **The bare Pulumi CLI** runs the pack as well, once it is built: \`pulumi preview --policy-pack policy\`, \`pulumi policy analyze --file stack.json --policy-pack policy\`.
`;

/** Policies by area, each with its severity, level, checkov ids and title; then the checks of checkov that are left out. */
export function policiesPage(policies: readonly Policy[]): string {
  const areas = [...new Set(policies.map(({ id }) => partsOfId(id)?.area ?? id))];
  const sections = areas.flatMap((area) => [
    `## ${area}`,
    '',
    '| policy (* judged by its siblings) | severity | level | checkov | what holds |',
    '| --- | --- | --- | --- | --- |',
    ...policies.filter(({ id }) => (partsOfId(id)?.area ?? id) === area).map(row),
    '',
  ]);
  const left = Object.entries(notPorted).toSorted(([a], [b]) => compareIds(a, b));
  const rest = left.length === 0 ? [] : ['## Not ported', '', ...left.map(([id, reason]) => `- ${id}: ${reason}`), ''];
  return [`${intro}`, `${policies.length} policies.`, '', ...sections, ...rest].join('\n');
}

const row = ({ id, severity, level, checkov, title, scope }: Policy): string =>
  `| ${id}${scope === 'stack' ? ' *' : ''} | ${severity} | ${level} | ${checkov.join(' ')} | ${cell(title)} |`;
