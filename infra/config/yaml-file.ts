// Reads one YAML text into plain data with a position for every value; refuses what can exhaust, surprise or pollute. Knows no schema.
import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument, visit, type Document, type Node, type Pair, type Scalar } from 'yaml';
import { quoted, type ConfigProblem } from './problems';

/** Far above any honest file; each bound keeps a hostile one from costing more than a moment. */
export const yamlLimits = { bytes: 1024 * 1024, depth: 16, values: 20_000, aliases: 100, tokens: 60_000 } as const;

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlFile {
  readonly file: string;
  /** Plain JSON data; objects have no prototype-polluting keys. */
  readonly value: unknown;
  /** Where a path's key stands (its value, in a list); the nearest enclosing one for a path that the file lacks. */
  positionOf(path: readonly PropertyKey[]): Position;
  /** True where the file itself says something at the path. */
  has(path: readonly PropertyKey[]): boolean;
}

export type YamlResult = YamlFile | { readonly problems: readonly ConfigProblem[] };

export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`), '');

const pathKey = (path: readonly PropertyKey[]): string => JSON.stringify(path.map(String));

/** Parses the text of a file. The first problems found are returned, never thrown. */
export function parseYaml(text: string, file: string): YamlResult {
  const at = (line: number, column: number, message: string, suggestion?: string): YamlResult => ({
    problems: [{ file, line, column, path: '', message, ...(suggestion === undefined ? {} : { suggestion }) }],
  });
  if (text.length > yamlLimits.bytes) return at(1, 1, `has more than ${yamlLimits.bytes} bytes`);
  const hostile = hostileShape(text);
  if (hostile !== undefined) return at(hostile.line, hostile.column, hostile.message);
  const lines = new LineCounter();
  try {
    // uniqueKeys is quadratic in yaml 2.9; the reader below finds duplicates in linear time.
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core', version: '1.2', merge: false, uniqueKeys: false });
    return new Reader(file, lines, document).read();
  } catch (error) {
    // yaml composes by recursion: what the scan of depth missed ends here instead of ending the process.
    if (error instanceof RangeError) return at(1, 1, `is nested too deep`);
    return at(1, 1, `is not YAML: ${error instanceof Error ? quoted(error.message) : 'unreadable'}`);
  }
}

const wasteful = /^[ \t]*(?:[-?:] +){2,}/;

/** What would exhaust the parser, found in one linear pass before it runs: too many tokens, or nesting that its recursion can't take. */
function hostileShape(text: string): (Position & { readonly message: string }) | undefined {
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text);
  if (control !== null) return { ...positionAt(text, control.index), message: 'has a control character' };
  const bound = yamlLimits.depth * 2;
  const deep = `is nested more than ${yamlLimits.depth} levels deep`;
  let flow = 0;
  let tokens = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token === '[' || token === '{') flow += 1;
    if (token === ']' || token === '}') flow -= 1;
    if (flow > bound) return { ...positionAt(text, offset), message: deep };
    if (tokens > yamlLimits.tokens) return { ...positionAt(text, offset), message: `has more than ${yamlLimits.tokens} parts` };
    // The lexer's own marks (document, scalar, flow error) are one character that is not in the text.
    if (!/^[\u0002\u0018\u001f]$/.test(token)) offset += token.length;
  }
  for (const [index, line] of text.split('\n').entries()) {
    const opening = wasteful.exec(line)?.[0] ?? /^ */.exec(line)?.[0] ?? '';
    if (opening.length > bound * 4) return { line: index + 1, column: 1, message: deep };
  }
  return undefined;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Turns one document into data; the only mutable state is the problems and positions of this reading. */
class Reader {
  private readonly problems: ConfigProblem[] = [];
  private readonly positions = new Map<string, Position>();
  private values = 0;
  private aliases = 0;

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
    private readonly document: Document.Parsed,
  ) {}

  read(): YamlResult {
    for (const { message, pos } of [...this.document.errors, ...this.document.warnings]) {
      this.report(pos[0], [], oneLine(message));
    }
    this.refuseTags();
    if (this.problems.length > 0) return { problems: this.problems.slice(0, 20) };
    if (this.document.contents === null || (isScalar(this.document.contents) && this.document.contents.value === null)) {
      this.report(0, [], 'is empty');
      return { problems: this.problems };
    }
    const value = this.convert(this.document.contents, []);
    if (this.problems.length > 0) return { problems: this.problems.slice(0, 20) };
    const { positions, file } = this;
    return { file, value, positionOf: (path) => nearestPosition(positions, path), has: (path) => positions.has(pathKey(path)) };
  }

  private refuseTags(): void {
    visit(this.document, {
      Node: (_key, node) => {
        if (node.tag !== undefined && !isAlias(node)) {
          const range = node.range?.[0];
          this.report(range, [], `the tag ${quoted(node.tag)} is not allowed`, 'remove it: plain values have all the types that a configuration needs');
        }
      },
    });
  }

  private report(offset: number | undefined, path: readonly PropertyKey[], message: string, suggestion?: string): void {
    const { line, column } = this.place(offset);
    this.problems.push({ file: this.file, line, column, path: pathText(path), message, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  private place(offset: number | undefined): Position {
    const { line, col } = this.lines.linePos(offset ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  private convert(node: Node | null, path: readonly PropertyKey[]): unknown {
    this.values += 1;
    if (this.values === yamlLimits.values) this.report(node?.range?.[0], path, `the file expands to more than ${yamlLimits.values} values`);
    if (this.values >= yamlLimits.values) return null;
    if (path.length > yamlLimits.depth) {
      this.report(node?.range?.[0], [], `is nested more than ${yamlLimits.depth} levels deep`);
      return null;
    }
    if (isAlias(node)) return this.convertAlias(node, path);
    if (isMap(node)) return this.convertMap(node.items as readonly Pair<Node, Node | null>[], path);
    if (isSeq(node)) {
      return (node.items as (Node | null)[]).map((item, index) => {
        this.positions.set(pathKey([...path, index]), this.place(item?.range?.[0]));
        return this.convert(item, [...path, index]);
      });
    }
    return isScalar(node) ? this.convertScalar(node, path) : null;
  }

  private convertAlias(node: Node & { readonly source: string }, path: readonly PropertyKey[]): unknown {
    this.aliases += 1;
    if (this.aliases === yamlLimits.aliases + 1) this.report(node.range?.[0], path, `the file uses more than ${yamlLimits.aliases} aliases`);
    if (this.aliases > yamlLimits.aliases) return null;
    const target = isAlias(node) ? node.resolve(this.document) : undefined;
    if (target === undefined) {
      this.report(node.range?.[0], path, `the alias *${node.source} names no anchor before it`);
      return null;
    }
    return this.convert(target, path);
  }

  private convertMap(items: readonly Pair<Node, Node | null>[], path: readonly PropertyKey[]): Readonly<Record<string, unknown>> {
    const map: Record<string, unknown> = {};
    for (const { key, value } of items) {
      const offset = key.range?.[0];
      if (!isScalar(key) || key.value === null || typeof key.value === 'object') {
        this.report(offset, path, 'a key must be plain text');
        continue;
      }
      const name = typeof key.value === 'string' ? key.value : (key.source ?? JSON.stringify(key.value));
      if (forbiddenKeys.has(name)) {
        this.report(offset, path, `the key ${quoted(name)} is not allowed`);
        continue;
      }
      if (Object.hasOwn(map, name)) this.report(offset, path, `the key ${quoted(name)} appears twice in one map`, 'keep one of them');
      if (name === '<<') this.report(offset, path, 'merge keys are not part of YAML 1.2', 'write the values out, or use an alias for a whole value');
      this.positions.set(pathKey([...path, name]), this.place(offset));
      map[name] = this.convert(value, [...path, name]);
    }
    return map;
  }

  private convertScalar(node: Scalar, path: readonly PropertyKey[]): unknown {
    const { value, source } = node;
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) this.report(node.range?.[0], path, `${quoted(source ?? String(value))} is not a finite number`);
    if (/^[-+]?0\d/.test(source ?? '')) {
      this.report(node.range?.[0], path, `${quoted(source ?? '')} has a leading zero, which some programs read as octal`, `write ${value}, or quote it`);
    }
    return value;
  }
}

const oneLine = (message: string): string =>
  message
    .split('\n')[0]
    ?.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '\ufffd')
    .slice(0, 200) ?? '';

function nearestPosition(positions: ReadonlyMap<string, Position>, path: readonly PropertyKey[]): Position {
  for (let length = path.length; length > 0; length -= 1) {
    const position = positions.get(pathKey(path.slice(0, length)));
    if (position !== undefined) return position;
  }
  return { line: 1, column: 1 };
}
