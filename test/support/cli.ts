// The built CLI as a black box: runs it with an environment of its own, with or without a terminal, and compares what it prints with goldens.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const goldens = join(root, 'test', 'acceptance', 'goldens');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A place where one test's hx works: its own HX_HOME and home folder, and the project's build or a copy of it. */
export interface Place {
  /** The project's root. */
  readonly project: string;
  readonly home: string;
  readonly remove: () => void;
}

const places: Place[] = [];
/** For afterAll: takes every place away again. */
export const removePlaces = (): void =>
  places.splice(0).forEach((made) => {
    // A server may still run, and where hx is root its data lies outside of the home.
    if (existsSync(join(made.home, '.hx', 'cloud', 'warehouse'))) hx(made, ['cloud', 'reset', '--yes']);
    made.remove();
  });

/** With `files` the project is a copy in which those are written (path from the root to text); without, it is the built one. */
export function place(files?: Readonly<Record<string, string>>): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hx-cli-')));
  const project = files === undefined ? root : join(folder, 'project');
  if (files !== undefined) {
    for (const part of ['dist', 'package.json', 'infra/environments', 'app/monitoring', 'app/notebooks']) {
      if (existsSync(join(root, part))) cpSync(join(root, part), join(project, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
  }
  const made = { project, home: join(folder, 'home'), remove: () => rmSync(folder, { recursive: true, force: true }) };
  places.push(made);
  return made;
}

/** A new place whose home is a copy of another's: where several tests start from one update without seeing each other. */
export function copyOf(original: Place): Place {
  const copy = place();
  cpSync(original.home, copy.home, { recursive: true });
  return copy;
}

type Variables = Readonly<Record<string, string>>;

const environmentOf = ({ home }: Place, variables: Variables): Variables => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  HX_HOME: join(home, '.hx'),
  HX_CACHE: process.env['HX_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache'), 'hx'),
  TERM: 'xterm-256color',
  ...variables,
});

const commandOf = ({ project }: Place): readonly [string, string] => [process.execPath, join(project, 'dist', 'cli', 'main.js')];

/** Runs hx without a terminal and with no input. */
export function hx(at: Place, args: readonly string[], variables: Variables = {}, timeout = 240_000): Run {
  const [node, main] = commandOf(at);
  const { status, stdout, stderr } = spawnSync(node, [main, ...args], {
    env: environmentOf(at, variables),
    encoding: 'utf8',
    input: '',
    timeout,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

/** Starts hx without a terminal, for a test that watches or disturbs it. */
export function startHx(at: Place, args: readonly string[], variables: Variables = {}): ChildProcess {
  const [node, main] = commandOf(at);
  return spawn(node, [main, ...args], { env: environmentOf(at, variables), stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a shell line in which `hx` is the built CLI. */
export function shell(at: Place, line: string, variables: Variables = {}): Run {
  const [node, main] = commandOf(at);
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `hx() { '${node}' '${main}' "$@"; }\n${line}`], {
    env: environmentOf(at, variables),
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { code: status, stdout, stderr };
}

export interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  /** What is typed when the screen has shown a text, in order. */
  readonly replies?: readonly (readonly [waitFor: string, type: string])[];
}

// Python's standard library has the one thing that node's lacks: a pseudo-terminal.
const ptyDriver = `
import fcntl, json, os, pty, select, signal, struct, sys, termios, time
spec = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.execve(spec['argv'][0], spec['argv'], spec['env'])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', spec['rows'], spec['columns'], 0, 0))
seen, replies, end = b'', list(spec['replies']), time.time() + 120
position = 0
while time.time() < end:
    ready, _, _ = select.select([fd], [], [], 0.2)
    if ready:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    while replies:
        at = seen.find(replies[0][0].encode(), position)
        if at < 0:
            break
        position = at + len(replies[0][0].encode())
        os.write(fd, replies.pop(0)[1].encode())
else:
    os.kill(pid, signal.SIGKILL)
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(seen)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status) & 255)
`;

/** Runs hx in a real pseudo-terminal; everything that it shows is in `screen`, codes and all. */
export function hxInTerminal(
  at: Place,
  args: readonly string[],
  { columns = 100, rows = 30, replies = [] }: Terminal = {},
  variables: Variables = {},
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const spec = { argv: [...commandOf(at), ...args], env: environmentOf(at, variables), rows, columns, replies };
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', ptyDriver, JSON.stringify(spec)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, screen: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** What differs from run to run, and from machine to machine, under fixed names. */
export function normalised(text: string, at: Place): string {
  return text
    .replaceAll(at.home, '<home>')
    .replaceAll(at.project, '<project>')
    .replace(/\d{8}T\d{6}-[0-9a-f]{6}/g, '<run>')
    .replace(/\d{4}-\d\d-\d\dT\d\d[:-]\d\d[:-]\d\d[.-]\d{3}Z/g, '<time>')
    .replace(/\b\d+(\.\d)?s\b|\b\d+m \d\ds\b/g, '<span>')
    .replace(/^hx \d+\.\d+\.\d+/m, 'hx <version>');
}

/** The kept text of test/acceptance/goldens/<name>.txt; `UPDATE_GOLDENS=1 npx jest --selectProjects acceptance` keeps what is shown now. */
export function golden(name: string, shown: string): string {
  const file = join(goldens, `${name}.txt`);
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(goldens, { recursive: true });
    writeFileSync(file, shown);
  }
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** A whole run as a golden keeps it. */
export const shownBy = ({ code, stdout, stderr }: Run, at: Place): string =>
  normalised(`exit ${code ?? 'none'}\n--- stdout\n${stdout}--- stderr\n${stderr}`, at);
