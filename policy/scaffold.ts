// A new policy: its file, its row in the area's list and its table of cases, as texts. Writes nothing.

export interface Scaffold {
  /** By path from the project's folder; files that are there already are changed, all others are new. */
  readonly files: Readonly<Record<string, string>>;
}

export interface ScaffoldPlace {
  /** Text of policy/policies/<area>/index.ts; undefined for an area that is new. */
  readonly areaIndex: string | undefined;
  /** Text of policy/catalogue.ts. */
  readonly catalogue: string;
}

/** "storage-soft-delete" is the area storage and the topic soft-delete; undefined for any other form. */
export function partsOfId(id: string): { readonly area: string; readonly topic: string } | undefined {
  const [, area, topic] = /^([a-z][a-z0-9]*)-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? [];
  return area === undefined || topic === undefined || id.length > 60 ? undefined : { area, topic };
}

const camel = (id: string): string => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The id must have passed `partsOfId`. The new policy is in force at once and fails its own unknown case until it is written. */
export function scaffold(id: string, { areaIndex, catalogue }: ScaffoldPlace): Scaffold {
  const { area = '', topic = '' } = partsOfId(id) ?? {};
  const name = camel(id);
  const list = `${area}Policies`;
  const line = `import { ${name} } from './${topic}';`;
  return {
    files: {
      [`policy/policies/${area}/${topic}.ts`]: policyText(id, name),
      [`policy/policies/${area}/index.ts`]: areaIndex === undefined ? newArea(area, list, line, name) : withRow(areaIndex, line, name),
      ...(areaIndex === undefined ? { 'policy/catalogue.ts': withArea(catalogue, area, list) } : {}),
      [`test/policy/cases/${id}.yaml`]: casesText(id),
    },
  };
}

const newArea = (area: string, list: string, line: string, name: string): string =>
  `// The policies on ${area}, in the order in which they are listed.\n${line}\n\nexport const ${list} = [${name}];\n`;

/** The import goes after the last one, the name to the end of the list. */
function withRow(index: string, line: string, name: string): string {
  const imports = [...index.matchAll(/^import .*$/gm)];
  const last = imports.at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  const imported = `${index.slice(0, at)}\n${line}${index.slice(at)}`;
  return imported.replace(/,?\s*\](;?)\s*$/, `, ${name}]$1\n`);
}

function withArea(catalogue: string, area: string, list: string): string {
  const imports = [...catalogue.matchAll(/^import .*$/gm)];
  const last = imports.at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  const imported = `${catalogue.slice(0, at)}\nimport { ${list} } from './policies/${area}';${catalogue.slice(at)}`;
  return imported.replace(/,?\s*\];\s*$/, `, ...${list}];\n`);
}

const policyText = (id: string, name: string): string => `// ${id}: what holds where it passes, and the rule elsewhere that it comes from.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';

export const ${name} = resourcePolicy({
  id: '${id}',
  title: 'What holds where it passes',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Why it matters to the people of this platform.',
  remediation: { text: 'What to change.', example: "new web.StaticSite('site', { property: true });" },
  references: ['https://learn.microsoft.com/azure/'],
  // The kinds that it judges; none of ours yet, so that it fails nothing before it is written.
  types: ['azure-native:web:StaticSite'],
  check: (resource) => {
    if (!isOn(resource.read('property'))) resource.fail('property', \`property is \${resource.shown('property')}\`);
  },
});
`;

const casesText = (id: string): string => `policy: ${id}
cases:
  - name: on
    kind: compliant
    inputs: { property: true }
    verdict: passed
  - name: off
    kind: broken
    inputs: { property: false }
    verdict: failed
    fails: [property]
  - name: left out
    kind: absent
    inputs: {}
    verdict: failed
  - name: not known before the update
    kind: unknown
    inputs: { property: !unknown }
    verdict: not-evaluated
`;
