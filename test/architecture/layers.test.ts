import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { cyclesOf, loadedWith, packageOf, readSources, root, type Import, type Source } from '../support/imports';

const sources = readSources();
const of = (room: string): readonly Source[] => sources.filter((source) => source.room === room);
const roomOf = ({ file }: Import): string | undefined => file?.split('/')[0];

/** "cli/x.ts imports infra/y.ts" for every import that breaks a rule. */
const breaches = (list: readonly Source[], isBreach: (one: Import, source: Source) => boolean): readonly string[] =>
  list.flatMap((source) => source.imports.filter((one) => isBreach(one, source)).map(({ specifier, kind }) => `${source.path} imports ${specifier} (${kind})`));

const isCompositionRoot = ({ path }: Source): boolean => /^cli\/compose(-[a-z]+)?\.ts$/.test(path);

/** Files of automation that load nothing else, so that a command's start does not load the whole room. */
const contracts = ['errors', 'exit-codes', 'nearest', 'paths', 'events', 'json', 'policies', 'targets', 'programs', 'shell-word', 'delivery', 'triggers'].map(
  (name) => `automation/${name}.ts`,
);

describe('the sources', () => {
  test('are there: this test reads what it judges', () => {
    for (const room of ['infra', 'automation', 'cli', 'localcloud']) expect(of(room).length).toBeGreaterThan(10);
  });
});

describe('the rooms', () => {
  test('cli sees automation; its composition root alone sees the other rooms', () => {
    expect(breaches(of('cli'), (one, source) => !['cli', 'automation', undefined].includes(roomOf(one)) && !isCompositionRoot(source))).toEqual([]);
  });

  test.each(['automation', 'infra', 'localcloud', 'policy', 'stateservice'])('%s sees no other room', (room) => {
    expect(breaches(of(room), (one) => one.file !== undefined && roomOf(one) !== room)).toEqual([]);
  });

  test('infra stands on Pulumi, zod and yaml', () => {
    const allowed = (name: string): boolean => name.startsWith('@pulumi/') || name === 'zod' || name === 'yaml' || isBuiltin(name);
    expect(breaches(of('infra'), ({ file, specifier }) => file === undefined && !allowed(packageOf(specifier)))).toEqual([]);
  });

  test('localcloud stands on gRPC, the protocol of Pulumi, bcrypt for the login of its registry, and node', () => {
    const allowed = (specifier: string): boolean =>
      ['@grpc/grpc-js', 'google-protobuf', 'bcryptjs'].includes(packageOf(specifier)) ||
      specifier.startsWith('@pulumi/pulumi') ||
      isBuiltin(packageOf(specifier));
    expect(breaches(of('localcloud'), ({ file, specifier }) => file === undefined && !allowed(specifier))).toEqual([]);
  });

  test('only automation/pulumi drives Pulumi', () => {
    expect(breaches(sources, ({ specifier }, { path }) => specifier.startsWith('@pulumi/pulumi/automation') && !path.startsWith('automation/pulumi/'))).toEqual(
      [],
    );
  });

  test('cli knows no Pulumi at all', () => {
    expect(breaches(of('cli'), ({ specifier }) => specifier.startsWith('@pulumi/'))).toEqual([]);
  });

  test('are entered by a door: an index.ts, or a contract of automation', () => {
    const isDoor = (file: string): boolean => file.endsWith('/index.ts') || contracts.includes(file);
    expect(breaches(sources, (one, { room }) => one.file !== undefined && roomOf(one) !== room && !isDoor(one.file))).toEqual([]);
  });

  test.each([
    'automation/pulumi',
    'automation/pulumi/engine',
    'automation/doctor',
    'automation/app-checks',
    'automation/etl',
    'automation/images',
    'automation/tools',
    'cli/commands',
  ])('keep the door of %s: who is outside goes through its index.ts', (folder) => {
    expect(existsSync(join(root, folder, 'index.ts'))).toBe(true);
    const isInside = (path: string): boolean => path.startsWith(`${folder}/`);
    const isBehind = (file: string): boolean => isInside(file) && file !== `${folder}/index.ts` && !file.endsWith('/index.ts');
    // The table of commands is itself the door; a command's file is loaded by it alone.
    expect(breaches(sources, ({ file }, { path }) => file !== undefined && isBehind(file) && !isInside(path))).toEqual([]);
  });

  test('have no cycles', () => {
    expect(cyclesOf(sources)).toEqual([]);
  });

  test('contracts of automation load nothing but contracts and node', () => {
    for (const contract of contracts) {
      const { files, packages } = loadedWith(contract, sources);
      expect([...files].filter((file) => !contracts.includes(file))).toEqual([]);
      expect([...packages].filter((name) => !isBuiltin(name))).toEqual([]);
    }
  });
});

describe('the start-up budget', () => {
  test.each(['infra/index.ts', 'automation/index.ts', 'localcloud/index.ts', 'policy/index.ts'])('%s loads no Pulumi, no gRPC, no schema', (door) => {
    expect([...loadedWith(door, sources).packages].filter((name) => !isBuiltin(name))).toEqual([]);
  });

  test('the entry of the CLI loads itself, contracts and colours, nothing else', () => {
    for (const entry of ['cli/main.ts', 'cli/run.ts']) {
      const { files, packages } = loadedWith(entry, sources);
      expect([...files].filter((file) => !file.startsWith('cli/') && !contracts.includes(file))).toEqual([]);
      expect([...packages].filter((name) => !isBuiltin(name))).toEqual(entry === 'cli/run.ts' ? ['picocolors'] : []);
    }
  });

  test('the command table loads no command', () => {
    expect([...loadedWith('cli/commands/index.ts', sources).files]).toEqual(['cli/commands/index.ts']);
  });
});

describe('the edges', () => {
  /** Who may touch the process, and why. Everyone else gets what it needs as an argument. */
  const adapters: Readonly<Record<string, readonly string[]>> = {
    'process.env': ['cli/main.ts', 'automation/pulumi/', 'infra/programs/'],
    console: ['automation/pulumi/engine/installer-child.ts'],
    child_process: [
      'automation/pulumi/',
      'automation/run-program.ts',
      'localcloud/index.ts',
      'localcloud/docker/command.ts',
      'localcloud/docker/registry-process.ts',
      'localcloud/warehouse/programs.ts',
      'policy/pack.ts',
    ],
    'process.exit(': ['cli/main.ts', 'automation/pulumi/', 'localcloud/server.ts', 'policy/analyzer/server.ts'],
  };
  const patterns: Readonly<Record<string, RegExp>> = {
    'process.env': /\bprocess\.env\b/,
    console: /\bconsole\.(log|error|warn|info|debug)\(/,
    child_process: /from '(node:)?child_process'/,
    'process.exit(': /\bprocess\.exit\(/,
  };

  const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

  test.each(Object.keys(adapters))('only adapters use %s', (name) => {
    const allowed = adapters[name] ?? [];
    const pattern = patterns[name] ?? /^/;
    const users = sources.filter(({ text, path }) => pattern.test(withoutComments(text)) && !allowed.some((prefix) => path.startsWith(prefix)));
    expect(users.map(({ path }) => path)).toEqual([]);
  });
});

describe('a source file', () => {
  test('has at most 400 lines, generated tables apart', () => {
    expect(sources.filter(({ lines }) => lines > 400).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test('opens by saying what it owns, in at most three lines', () => {
    const header = (text: string): readonly string[] => {
      const lines = text.replace(/^#!.*\n/, '').split('\n');
      const end = lines.findIndex((line) => !line.startsWith('//'));
      return lines.slice(0, end < 0 ? lines.length : end);
    };
    const wrong = sources.filter(({ text }) => header(text).length === 0 || header(text).length > 3);
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
