// Reads policy/exemptions.yaml: every entry checked, every problem with its place. What an exemption does is exemptions.ts.
import { LineCounter, isMap, isSeq, parseDocument, type Node, type ParsedNode } from 'yaml';
import { z } from 'zod';
import { dayOf, isInForce, lastsTooLong, longestExemptionDays, type Exemption } from './exemptions';
import type { FileExemption } from './file-exemptions';

export interface ExemptionProblem {
  /** `expired` and `too-long` are findings of a check; `malformed` is a mistake in the file, which is then not used at all. */
  readonly kind: 'malformed' | 'expired' | 'too-long';
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ExemptionsFile {
  /** Those in force; none where anything is malformed. */
  readonly exemptions: readonly Exemption[];
  /** The same for files and images, which `hx scan` judges. */
  readonly fileExemptions: readonly FileExemption[];
  readonly problems: readonly ExemptionProblem[];
}

/** Far above any honest file. */
const limits = { characters: 256 * 1024, entries: 1000 } as const;

const urnPattern = /^urn:pulumi:[^:*][^:]*::[^:*][^:]*::[^:*][^\s]*::[^\s]*[^*\s][^\s]*$/;
/** Not every file, not outside of the project. */
const filePattern = /^(?!.*(^|\/)\.{1,2}(\/|$))(image:\/\/|(?!image:))[^*/\s\\][^\s\\]*$/;
const common = {
  environment: z.string({ error: 'names one environment' }).regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be the name of one environment'),
  justification: z.string({ error: 'says why' }).trim().min(20, 'must say why, in at least 20 characters').max(1000),
  owner: z.email('must be the e-mail address of who answers for it'),
  expires: z.string({ error: 'must be a day like 2027-03-31' }).refine((text) => dayOf(text) !== undefined, 'must be a day like 2027-03-31'),
};
const schema = z.strictObject({
  policy: z.string({ error: 'names a policy by its id' }),
  urn: z
    .string({ error: "is a resource's URN" })
    .max(500)
    .regex(urnPattern, 'must be a URN with stack, project, type and a name; * may stand for a part of each, and for nothing as a whole'),
  ...common,
});
const fileSchema = z.strictObject({
  policy: z.string({ error: 'names a rule of hx scan by its id' }).regex(/^[A-Za-z][\w.-]{1,99}$/, 'must be the id of one rule of hx scan'),
  file: z
    .string({ error: 'names files' })
    .max(500)
    .regex(filePattern, 'must be a path from the project, or image://<name>/<path>; * may stand for a part of it'),
  ...common,
});

/** Never throws. `knownPolicies` are the ids that an entry may name. */
export function readExemptions(text: string, now: Date, knownPolicies: ReadonlySet<string>): ExemptionsFile {
  if (text.trim() === '') return nothing;
  if (text.length > limits.characters) return malformed(1, 1, `has more than ${limits.characters} characters`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core', merge: false });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined)
    return malformed(lines.linePos(broken.pos[0]).line, lines.linePos(broken.pos[0]).col, broken.message.split('\n')[0] ?? 'is not YAML');
  if (document.contents === null) return nothing;
  const list = isMap(document.contents) && document.contents.items.length === 1 ? document.contents.get('exemptions', true) : undefined;
  const place = placeIn(lines);
  if (!isSeq(list)) return malformed(1, 1, 'must hold one list named exemptions');
  if (list.items.length > limits.entries) return malformed(1, 1, `has more than ${limits.entries} entries`);
  const read = (list.items as ParsedNode[]).map((item) => readEntry(item, place, now, knownPolicies));
  const problems = read.flatMap((entry) => entry.problems);
  const isSound = problems.every(({ kind }) => kind !== 'malformed');
  const inForce = isSound ? read.flatMap(({ exemption }) => (exemption === undefined ? [] : [exemption])) : [];
  return {
    exemptions: inForce.filter((one) => 'urn' in one),
    fileExemptions: inForce.filter((one) => 'file' in one),
    problems,
  };
}

const nothing: ExemptionsFile = { exemptions: [], fileExemptions: [], problems: [] };

type Place = (node: Node | null | undefined) => Pick<ExemptionProblem, 'line' | 'column'>;
const placeIn =
  (lines: LineCounter): Place =>
  (node) => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };

const malformed = (line: number, column: number, message: string): ExemptionsFile => ({
  ...nothing,
  problems: [{ kind: 'malformed', line, column, message }],
});

interface Entry {
  readonly exemption?: Exemption | FileExemption;
  readonly problems: readonly ExemptionProblem[];
}

function readEntry(node: ParsedNode, place: Place, now: Date, knownPolicies: ReadonlySet<string>): Entry {
  const at = place(node);
  const problem = (kind: ExemptionProblem['kind'], message: string): ExemptionProblem => ({ kind, ...at, message });
  // Aliases are not followed: an entry stands for itself.
  const fields = isMap(node) ? Object.fromEntries(node.items.map(({ key, value }) => [String(key), scalarOf(value)])) : null;
  const parsed = (fields !== null && Object.hasOwn(fields, 'file') ? fileSchema : schema).safeParse(fields);
  if (!parsed.success) {
    return { problems: parsed.error.issues.map(({ path, message }) => problem('malformed', path.length === 0 ? message : `${path.join('.')} ${message}`)) };
  }
  const exemption = parsed.data;
  if ('urn' in exemption && !knownPolicies.has(exemption.policy)) return { problems: [problem('malformed', `there is no policy '${exemption.policy}'`)] };
  const name = `the exemption from ${exemption.policy} of ${exemption.owner}`;
  if (!isInForce(exemption, now)) return { problems: [problem('expired', `${name} expired on ${exemption.expires}`)] };
  if (lastsTooLong(exemption, now))
    return { problems: [problem('too-long', `${name} lasts until ${exemption.expires}, more than ${longestExemptionDays} days from now`)] };
  return { exemption, problems: [] };
}

const scalarOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'value' in value ? value.value : undefined);
