// Says in a user's words what the schema found: the value, what is wanted, and the nearest field or value. Knows no file and no rule across fields.
import { z } from 'zod';
import { nearest, quoted } from './problems';

/** A problem before it has a place in a file. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly suggestion?: string;
}

type Issue = z.core.$ZodIssue;

/** The findings of one parse, in the schema's order. */
export function schemaFindings(schema: z.ZodType, issues: readonly Issue[], input: unknown): readonly Finding[] {
  const found = issues.flatMap((issue) => findingsOf(schema, issue, valueAt(input, issue.path)));
  // A misspelt field is one mistake, not also a missing one.
  const meant = found.flatMap(({ path, suggestion }) =>
    suggestion?.startsWith(didYouMean) ? [pathKey([...path.slice(0, -1), suggestion.slice(didYouMean.length, -1)])] : [],
  );
  return found.filter(({ path, message }) => message !== missing || !meant.includes(pathKey(path)));
}

const didYouMean = 'did you mean ';
const missing = 'is missing';
const pathKey = (path: readonly PropertyKey[]): string => JSON.stringify(path.map(String));

function findingsOf(schema: z.ZodType, issue: Issue, value: unknown): readonly Finding[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(schema, path, key));
    case 'invalid_type':
      return [wrongType(path, issue.expected, value)];
    case 'invalid_value':
      return [wrongValue(path, issue.values.map(String), issue.message, value)];
    case 'too_small':
    case 'too_big':
      return [{ path, message: outOfBounds(issue, value) }];
    case 'invalid_key':
      return [{ path, message: `${quoted(String(path.at(-1)))} is not allowed: ${issue.issues[0]?.message ?? 'the key is not allowed'}` }];
    case 'invalid_format':
      return [{ path, message: `${typeof value === 'string' ? `${quoted(value)} is not allowed: ` : ''}${issue.message}` }];
    default:
      return [{ path, message: issue.message }];
  }
}

function unknownField(schema: z.ZodType, path: readonly PropertyKey[], key: string): Finding {
  const fields = fieldsAt(schema, path);
  const meant = nearest(key, fields);
  const suggestion = meant === undefined ? `the fields here are ${fields.join(', ')}` : `${didYouMean}${meant}?`;
  return { path: [...path, key], message: `the field ${quoted(key)} is not known`, suggestion };
}

const typeWords: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function wrongType(path: readonly PropertyKey[], expected: string, value: unknown): Finding {
  const wanted = typeWords[expected] ?? expected;
  if (value === undefined) return { path, message: missing, suggestion: `add ${String(path.at(-1))}: it takes ${wanted}` };
  const shown = value === null ? 'nothing' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : quoted(asText(value));
  const message = `takes ${wanted}, and has ${shown}`;
  if (expected === 'boolean' && typeof value === 'string' && /^(yes|no|on|off)$/i.test(value)) {
    return { path, message, suggestion: `write ${/^(yes|on)$/i.test(value)}: YAML 1.2 reads ${value} as text` };
  }
  if ((expected === 'number' || expected === 'int') && typeof value === 'string' && /^\d+$/.test(value))
    return { path, message, suggestion: `write ${value} without quotes` };
  if (expected === 'string' && typeof value !== 'object') return { path, message, suggestion: `write '${asText(value)}' in quotes` };
  return { path, message };
}

function wrongValue(path: readonly PropertyKey[], values: readonly string[], message: string, value: unknown): Finding {
  if (value === undefined) return { path, message: missing, suggestion: `add one of ${values.join(', ')}` };
  const meant = typeof value === 'string' ? nearest(value, values) : undefined;
  const only = values.length === 1 ? values[0] : undefined;
  const suggestion =
    only !== undefined ? `write ${String(path.at(-1))}: ${only}` : meant === undefined ? `write one of ${values.join(', ')}` : `${didYouMean}${meant}?`;
  const shown = typeof value === 'object' ? 'the value' : quoted(asText(value));
  return { path, message: `${shown} is not allowed${message.startsWith('Invalid') ? '' : `: ${message}`}`, suggestion };
}

function outOfBounds(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, value: unknown): string {
  const isLow = issue.code === 'too_small';
  const limit = isLow ? issue.minimum : issue.maximum;
  const bound = `${issue.inclusive === true ? (isLow ? 'at least' : 'at most') : isLow ? 'more than' : 'less than'} ${String(limit)}`;
  if (Array.isArray(value)) return `takes ${bound} ${Number(limit) === 1 ? 'entry' : 'entries'}, and has ${value.length}`;
  if (typeof value === 'string') return `takes ${bound} characters, and has ${value.length}`;
  return `takes ${bound}, and has ${quoted(asText(value))}`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined),
    input,
  );
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
}

/** The fields that the schema knows at a path, through maps of any key and lists. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let node: SchemaNode | undefined = z.toJSONSchema(schema, { io: 'input' }) as SchemaNode;
  for (const part of path) {
    const named: SchemaNode | undefined = node?.properties?.[String(part)];
    const other: SchemaNode | undefined = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
    node = typeof part === 'number' ? node?.items : (named ?? other);
  }
  return Object.keys(node?.properties ?? {});
}
