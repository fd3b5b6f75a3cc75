// One invocation of the CLI from argv to exit code: finds the command, gives it its context, turns what it throws into text or JSON.
import { exitCodeOf, toErrorRecord, type ErrorRecord } from '../automation/errors';
import { exitCodes, type ExitCode } from '../automation/exit-codes';
import type { Command, CommandRow } from './command';
import { rows } from './commands';
import type { Context } from './context';
import { readVariables, unknownVariables, variableNames, type Variables } from './environment';
import { processIo, type Io } from './io';
import { errorBlock, errorObject } from './report';
import { noticesOn } from './notices';
import { retyped, typedLine } from './retype';
import { version } from './version';

export interface Host {
  readonly stdin: NodeJS.Process['stdin'];
  readonly stdout: NodeJS.Process['stdout'];
  readonly stderr: NodeJS.Process['stderr'];
  readonly env: Readonly<Record<string, string | undefined>>;
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
}

interface Invocation {
  readonly argv: readonly string[];
  readonly host: Host;
  readonly io: Io;
  readonly variables: Variables;
}

/** Never throws; resolves when all output has left the process. */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  const variables = readVariables(host.env);
  const io = processIo(host, variables, argv.includes('--no-color'));
  const invocation = { argv, host, io, variables };
  const code = await dispatch(invocation).catch((error: unknown) => fail(error, invocation, undefined));
  const lost = await io.flush();
  if (lost === undefined) return code;
  io.stderr.print(`${io.stderr.style.red('✗ Error:')} a part of the output is lost: ${lost.message}`);
  await io.flush();
  return code === exitCodes.ok ? exitCodes.failure : code;
}

async function dispatch(invocation: Invocation): Promise<ExitCode> {
  const { argv, io } = invocation;
  const page = { width: io.stdout.width(), style: io.stdout.style };
  if (argv[0] === '--version' || argv[0] === '-V') {
    io.stdout.print(version());
    return exitCodes.ok;
  }
  if (argv.length === 0 || (argv.length === 1 && (argv[0] === '--help' || argv[0] === '-h'))) {
    const { overviewPage } = await import('./help');
    io.stdout.print(...overviewPage(rows, version(), page));
    return exitCodes.ok;
  }
  const { resolve } = await import('./parse');
  const resolution = resolve(argv, rows);
  if (resolution.kind === 'version') return dispatch({ ...invocation, argv: ['--version'] });
  if (resolution.kind === 'overview') return dispatch({ ...invocation, argv: [] });
  const { commandPage, parentPage } = await import('./help');
  if (resolution.kind === 'parent') {
    io.stdout.print(...parentPage(resolution.parent, rows, page));
    return argv.some((word) => word === '--help' || word === '-h') ? exitCodes.ok : exitCodes.usage;
  }
  const { row, rest, wantsHelp } = resolution;
  const { definition } = await row.load();
  if (wantsHelp) {
    io.stdout.print(...commandPage(row, definition, page));
    return exitCodes.ok;
  }
  return runCommand(row, definition, rest, invocation).catch((error: unknown) => fail(error, invocation, row));
}

async function runCommand(row: CommandRow, command: Command, rest: readonly string[], invocation: Invocation): Promise<ExitCode> {
  const { io, variables, host, argv } = invocation;
  const { parse } = await import('./parse');
  const { given, words } = row.isRaw === true ? { given: {} as Readonly<Record<string, unknown>>, words: rest } : parse(row, command, rest);
  const { listenForInterrupts } = await import('./interrupt');
  if (row.isHidden !== true) warnOfUnknownVariables(host.env, io);
  const notices = noticesOn(io);
  const interrupts = listenForInterrupts(host, (line) => notices.tell(line));
  const context: Context = {
    io,
    variables,
    notices,
    now: () => Date.now(),
    cancelled: interrupts.cancelled,
    killed: interrupts.killed,
    typed: typedLine(argv),
    retype: (suggestion) => retyped(argv, suggestion),
    isJson: given['json'] === true,
    isVerbose: given['verbose'] === true,
    app: async () => {
      const { composeApp } = await import('./compose');
      return composeApp({ env: host.env, variables, tell: (line) => notices.tell(line), cancelled: interrupts.cancelled });
    },
  };
  return exitCodes[await command.run(context, given, words)];
}

function warnOfUnknownVariables(env: Host['env'], io: Io): void {
  for (const name of unknownVariables(env))
    io.stderr.print(`${io.stderr.style.yellow('! Warning:')} ${name} is not a variable of hx and is ignored; known: ${known}`);
}
const known = variableNames.filter((name) => name.startsWith('HX_')).join(', ');

async function fail(error: unknown, { argv, io, host, variables }: Invocation, row: CommandRow | undefined): Promise<ExitCode> {
  const record = toErrorRecord(error);
  const shown: ErrorRecord =
    record.reason === 'bug' ? await (await import('./bug-report')).reportBug(record, argv, host.env, variables) : withWholeCommand(record, argv);
  io.stderr.print(...errorBlock(shown, io.stderr));
  if (argv.includes('--json')) io.stdout.print(errorObject(shown, row?.isOperation === true ? row.name : undefined, new Date().toISOString()));
  return exitCodeOf(shown);
}

const withWholeCommand = (record: ErrorRecord, argv: readonly string[]): ErrorRecord =>
  record.suggestion === undefined ? record : { ...record, suggestion: retyped(argv, record.suggestion) };
