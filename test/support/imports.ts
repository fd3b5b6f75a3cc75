// Who imports whom in the rooms' sources: read from the syntax, so that types, values and lazy imports are told apart.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export const root = join(__dirname, '..', '..');
export const rooms = ['infra', 'automation', 'cli', 'policy', 'localcloud', 'stateservice'] as const;

export interface Import {
  /** As written: "../automation", "node:fs", "@pulumi/pulumi". */
  readonly specifier: string;
  /** `value`: loaded with the file; `lazy`: by import() or require() when the code runs; `type`: gone after compiling. */
  readonly kind: 'value' | 'lazy' | 'type';
  /** Path of the source that a relative specifier names, from the root; undefined for packages. */
  readonly file: string | undefined;
}

export interface Source {
  /** From the root, with slashes: "cli/main.ts". */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

/** Every TypeScript source of the rooms. */
export function readSources(): readonly Source[] {
  const paths = rooms.flatMap((room) => filesBelow(room));
  const known = new Set(paths);
  return paths.map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, room: path.split('/')[0] ?? '', text, lines: text.split('\n').length - 1, imports: importsOf(path, text, known) };
  });
}

function filesBelow(room: string): readonly string[] {
  try {
    return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  } catch {
    return [];
  }
}

function importsOf(path: string, text: string, known: ReadonlySet<string>): readonly Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, kind: Import['kind']): void => {
    if (node !== undefined && ts.isStringLiteral(node)) found.push({ specifier: node.text, kind, file: resolved(path, node.text, known) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause) ? 'type' : 'value');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly || isTypeExport(node.exportClause) ? 'type' : 'value');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type');
    else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require'))
    )
      add(node.arguments[0], 'lazy');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false));
  return found;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const { namedBindings, name } = clause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

const isTypeExport = (clause: ts.NamedExportBindings | undefined): boolean =>
  clause !== undefined && ts.isNamedExports(clause) && clause.elements.length > 0 && clause.elements.every(({ isTypeOnly }) => isTypeOnly);

function resolved(from: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const base = join(dirname(from), specifier).replaceAll('\\', '/');
  return [`${base}.ts`, `${base}/index.ts`, base].find((candidate) => known.has(candidate)) ?? base;
}

/** "@pulumi/azure-native" of "@pulumi/azure-native/storage"; "node:fs" as it is. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Everything that loads with a file: value imports, followed through the sources. Packages by name. */
export function loadedWith(path: string, sources: readonly Source[]): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (one: string): void => {
    if (files.has(one)) return;
    files.add(one);
    for (const { kind, file, specifier } of byPath.get(one)?.imports ?? []) {
      if (kind !== 'value') continue;
      if (file === undefined) packages.add(packageOf(specifier));
      else visit(file);
    }
  };
  visit(path);
  return { files, packages };
}

/** Cycles of value imports, each as the list of its files. */
export function cyclesOf(sources: readonly Source[]): readonly (readonly string[])[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [path, imports.flatMap(({ kind, file }) => (kind === 'value' && file !== undefined ? [file] : []))]),
  );
  const done = new Set<string>();
  const cycles: (readonly string[])[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path]);
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}
