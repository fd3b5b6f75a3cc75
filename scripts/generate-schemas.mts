// Reads the pinned SDKs' declarations and writes localcloud/schemas/*.json: one compact file a kind of localcloud/tokens.txt.
// `--check` writes nothing and exits 1 where a committed file is not what the SDKs say. Run: node --experimental-strip-types scripts/generate-schemas.mts
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

type Type = string | { e: (string | number)[] } | { a: Type } | { m: Type } | { u: Type[] };
interface ObjectType {
  p: Record<string, Type>;
  r?: string[];
  d?: Record<string, unknown>;
}
interface SchemaFile {
  input: ObjectType;
  output: ObjectType;
  types: Record<string, ObjectType>;
}
/** Where a package keeps things; declarations by dotted name ("storage.SkuArgs"). */
interface Sdk {
  readonly folder: string;
  readonly input: Map<string, ts.InterfaceDeclaration>;
  readonly output: Map<string, ts.InterfaceDeclaration>;
  readonly defaults: Map<string, Record<string, unknown>>;
}

// The compiler is set to CommonJS, which has no import.meta.
const root = join(dirname(process.argv[1] ?? ''), '..');
const schemas = join(root, 'localcloud', 'schemas');
const parse = (file: string): ts.SourceFile => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

function loadSdk(name: string): Sdk {
  const folder = join(root, 'node_modules', '@pulumi', name);
  return {
    folder,
    input: interfacesOf(parse(join(folder, 'types', 'input.d.ts'))),
    output: interfacesOf(parse(join(folder, 'types', 'output.d.ts'))),
    defaults: defaultsOf(parse(join(folder, 'types', 'input.js'))),
  };
}

function interfacesOf(file: ts.SourceFile): Map<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();
  const visit = (node: ts.Node, prefix: string): void => {
    if (ts.isInterfaceDeclaration(node)) found.set(prefix + node.name.text, node);
    else if (ts.isModuleDeclaration(node) && node.body) ts.forEachChild(node.body, (child) => visit(child, `${prefix}${node.name.text}.`));
  };
  ts.forEachChild(file, (child) => visit(child, ''));
  return found;
}

/** The literals of every `…ProvideDefaults` function, by the type that it completes. */
function defaultsOf(file: ts.SourceFile): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  const visit = (node: ts.Node, prefix: string): void => {
    if (ts.isFunctionDeclaration(node) && node.name?.text.endsWith('ProvideDefaults')) {
      const literals = literalsIn(node);
      const type = node.name.text.replace(/ProvideDefaults$/, '');
      if (Object.keys(literals).length > 0) found.set(prefix + type.charAt(0).toUpperCase() + type.slice(1), literals);
      return;
    }
    const space = ts.isFunctionExpression(node) ? node.parameters[0]?.name.getText() : undefined;
    ts.forEachChild(node, (child) => visit(child, space === undefined ? prefix : `${space}.`));
  };
  visit(file, '');
  return found;
}

/** `name: (val.name) ?? "literal"` in a function that provides defaults. */
function literalsIn(node: ts.Node): Record<string, unknown> {
  const literals: Record<string, unknown> = {};
  const visit = (child: ts.Node): void => {
    if (ts.isPropertyAssignment(child) && isDefaulted(child.initializer)) {
      const literal = literalOf(child.initializer.right);
      if (literal !== undefined) literals[child.name.getText()] = literal;
    } else ts.forEachChild(child, visit);
  };
  visit(node);
  return literals;
}

const isDefaulted = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;

function literalOf(node: ts.Expression): string | number | boolean | undefined {
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  return node.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}

class KindReader {
  readonly types: Record<string, ObjectType> = {};
  private readonly sdk: Sdk;
  private readonly enums: Map<string, (string | number)[]>;

  // No parameter properties: node strips types, it does not translate.
  constructor(sdk: Sdk, enums: Map<string, (string | number)[]>) {
    this.sdk = sdk;
    this.enums = enums;
  }

  objectType(node: ts.InterfaceDeclaration | ts.ClassDeclaration, side: 'input' | 'output', defaults?: Record<string, unknown>): ObjectType {
    const p: Record<string, Type> = {};
    const required: string[] = [];
    for (const member of node.members) {
      if (!(ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) || member.type === undefined || isStatic(member)) continue;
      const name = member.name.getText().replaceAll(/^["']|["']$/g, '');
      const type = side === 'input' ? this.inputType(member.type) : this.outputType(member.type);
      p[name] = type ?? 'x';
      if (side === 'input' && member.questionToken === undefined && !/\bundefined\b/.test(member.type.getText().replaceAll(/\{[^}]*\}/g, '')))
        required.push(name);
    }
    return { p, ...(required.length > 0 ? { r: required } : {}), ...(defaults === undefined ? {} : { d: defaults }) };
  }

  private reference(name: string, side: 'input' | 'output'): Type {
    const key = side === 'input' ? name.slice('inputs.'.length) : `>${name.slice('outputs.'.length)}`;
    const plain = key.replace(/^>/, '');
    const declaration = this.sdk[side].get(plain);
    if (declaration === undefined) return 'x';
    if (this.types[key] === undefined) {
      this.types[key] = { p: {} };
      this.types[key] = this.objectType(declaration, side, side === 'input' ? this.sdk.defaults.get(plain) : undefined);
    }
    return `#${key}`;
  }

  private inputType(node: ts.TypeNode): Type | undefined {
    if (ts.isParenthesizedTypeNode(node)) return this.inputType(node.type);
    if (ts.isArrayTypeNode(node)) return { a: this.inputType(node.elementType) ?? 'x' };
    if (ts.isLiteralTypeNode(node)) return ts.isStringLiteral(node.literal) ? { e: [node.literal.text] } : undefined;
    if (ts.isUnionTypeNode(node)) return this.unionType(node.types.map((type) => this.inputType(type)).filter((type) => type !== undefined));
    if (ts.isTypeLiteralNode(node)) {
      const index = node.members.find(ts.isIndexSignatureDeclaration);
      return index === undefined ? 'x' : { m: this.inputType(index.type) ?? 'x' };
    }
    if (!ts.isTypeReferenceNode(node)) return scalar(node);
    const name = node.typeName.getText();
    if (name === 'pulumi.Input') return node.typeArguments?.[0] === undefined ? 'x' : this.inputType(node.typeArguments[0]);
    if (name.startsWith('inputs.')) return this.reference(name, 'input');
    if (name.startsWith('enums.')) return this.enumType(name.slice('enums.'.length));
    return 'x';
  }

  /** `string | enums.X` is X: the SDK lets any string through, the service does not. */
  private unionType(types: Type[]): Type {
    const distinct = types.filter((type, index) => types.findIndex((other) => JSON.stringify(other) === JSON.stringify(type)) === index);
    const hasEnum = distinct.some((type) => typeof type === 'object' && 'e' in type);
    const kept = hasEnum ? distinct.filter((type) => type !== 's' && type !== 'n') : distinct;
    return kept.length === 1 && kept[0] !== undefined ? kept[0] : { u: kept };
  }

  private enumType(name: string): Type {
    const values = this.enums.get(name);
    return values === undefined || values.length === 0 ? 's' : { e: values };
  }

  /** Only what a preview needs: which properties an object has. */
  private outputType(node: ts.TypeNode): Type | undefined {
    if (ts.isUnionTypeNode(node)) {
      const types = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
      return types.length === 1 && types[0] !== undefined ? this.outputType(types[0]) : 'x';
    }
    if (!ts.isTypeReferenceNode(node)) return 'x';
    const name = node.typeName.getText();
    if (name === 'pulumi.Output' && node.typeArguments?.[0] !== undefined) return this.outputType(node.typeArguments[0]);
    return name.startsWith('outputs.') ? this.reference(name, 'output') : 'x';
  }
}

const isStatic = (member: ts.ClassElement | ts.TypeElement): boolean =>
  ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword);

function scalar(node: ts.TypeNode): Type | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return 's';
    case ts.SyntaxKind.NumberKeyword:
      return 'n';
    case ts.SyntaxKind.BooleanKeyword:
      return 'b';
    case ts.SyntaxKind.UndefinedKeyword:
      return undefined;
    default:
      return 'x';
  }
}

/** Values of the enums of one module, by "module.Name". */
function enumsOf(sdk: Sdk, module: string): Map<string, (string | number)[]> {
  const found = new Map<string, (string | number)[]>();
  const file = join(sdk.folder, 'types', 'enums', module, 'index.d.ts');
  if (!existsSync(file)) return found;
  for (const statement of parse(file).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, type } of statement.declarationList.declarations) {
      if (type === undefined || !ts.isTypeLiteralNode(type)) continue;
      const values = type.members.flatMap((member): (string | number)[] => {
        const literal = ts.isPropertySignature(member) && member.type && ts.isLiteralTypeNode(member.type) ? member.type.literal : undefined;
        if (literal === undefined) return [];
        return ts.isStringLiteral(literal) ? [literal.text] : ts.isNumericLiteral(literal) ? [Number(literal.text)] : [];
      });
      found.set(module === '' ? name.getText() : `${module}.${name.getText()}`, values);
    }
  }
  return found;
}

function schemaFor(sdk: Sdk, token: string): SchemaFile {
  const [, module = '', name = ''] = token.split(':');
  const isBridged = !token.startsWith('azure-native:');
  const folder = isBridged ? sdk.folder : join(sdk.folder, module);
  const base = join(folder, isBridged ? (module.split('/')[1] ?? '') : name.charAt(0).toLowerCase() + name.slice(1));
  const declarations = parse(`${base}.d.ts`);
  const reader = new KindReader(sdk, enumsOf(sdk, isBridged ? '' : module));
  const args = declarations.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === `${name}Args`);
  const resource = declarations.statements.find((node) => ts.isClassDeclaration(node) && node.name?.text === name);
  if (args === undefined || !ts.isInterfaceDeclaration(args) || resource === undefined || !ts.isClassDeclaration(resource))
    throw new Error(`no ${token} in the SDK`);
  const input = reader.objectType(args, 'input', resourceDefaults(`${base}.js`));
  const output = reader.objectType(resource, 'output');
  return { input, output, types: dropEmpty(reader.types) };
}

/** `resourceInputs["x"] = (args?.x) ?? literal`. */
function resourceDefaults(file: string): Record<string, unknown> | undefined {
  const found: Record<string, unknown> = {};
  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isElementAccessExpression(node.left) &&
      isDefaulted(node.right)
    ) {
      const key = node.left.argumentExpression;
      const literal = literalOf(node.right.right);
      if (ts.isStringLiteral(key) && literal !== undefined) found[key.text] = literal;
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return Object.keys(found).length > 0 ? found : undefined;
}

const dropEmpty = (types: Record<string, ObjectType>): Record<string, ObjectType> =>
  Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));

const fileName = (token: string): string => `${token.replace(/^(databricks|docker):index\/\w+:/, '$1.').replaceAll(/[:/]/g, '.')}.json`;

function main(isCheck: boolean): number {
  const tokens = readFileSync(join(root, 'localcloud', 'tokens.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const sdks = new Map(['azure-native', 'databricks', 'docker'].map((name) => [name, loadSdk(name)]));
  const sdkOf = (token: string): Sdk => {
    const sdk = sdks.get(token.slice(0, token.indexOf(':')));
    if (sdk === undefined) throw new Error(`no SDK of ${token}`);
    return sdk;
  };
  const wanted = new Map(tokens.map((token) => [fileName(token), `${JSON.stringify(schemaFor(sdkOf(token), token))}\n`]));
  mkdirSync(schemas, { recursive: true });
  const stale = readdirSync(schemas).filter((file) => !wanted.has(file));
  const changed = [...wanted].filter(([file, text]) => !existsSync(join(schemas, file)) || readFileSync(join(schemas, file), 'utf8') !== text);
  if (isCheck) {
    for (const file of [...stale, ...changed.map(([name]) => name)]) process.stdout.write(`localcloud/schemas/${file} is not what the SDKs say\n`);
    return stale.length + changed.length > 0 ? 1 : 0;
  }
  for (const file of stale) rmSync(join(schemas, file));
  for (const [file, text] of changed) writeFileSync(join(schemas, file), text);
  process.stdout.write(`${changed.length} written, ${stale.length} removed, ${wanted.size} in all\n`);
  return 0;
}

process.exitCode = main(process.argv.includes('--check'));
