// The process's streams as the CLI sees them. The one place that writes to them; decides nothing about content.
import { createInterface } from 'node:readline/promises';
import type { ReadStream, WriteStream } from 'node:tty';
import { style, wantsColour, type Style } from './render/style';
import type { Variables } from './environment';

export interface Output {
  readonly isTerminal: boolean;
  /** Columns at this moment. */
  width(): number;
  /** The same for tables: without a limit where no screen and no COLUMNS set one, so that a file or a pipe gets values whole. */
  tableWidth(): number;
  height(): number;
  readonly style: Style;
  write(text: string): void;
  /** One line, or several. */
  print(...lines: readonly string[]): void;
  onResize(listener: () => void): () => void;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** True where a person can be asked: terminals on both sides, no CI. */
  readonly isInteractive: boolean;
  /** True in a CI run: text of others must not hold workflow commands. */
  readonly isCi: boolean;
  /** False where the terminal can't move its cursor or the user wants no drawing. */
  readonly isDrawable: boolean;
  /** Asks on stderr; undefined where the input ends or the signal aborts. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Resolves when everything written has left the process, or its reader is gone; with what was lost on another way, like a full disk. */
  flush(): Promise<Error | undefined>;
}

const defaultWidth = 100;

function output(stream: WriteStream, variables: Variables, isColourOff: boolean, onLost: (error: Error) => void): Output {
  let isGone = false;
  // A reader that went away (`hx … | head`) is no error. Whatever it is: what comes after is dropped, a running update goes on to its end.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') onLost(error);
    isGone = true;
  });
  const columns = Number(variables.COLUMNS);
  const write = (text: string): void => void (isGone || stream.write(text));
  const fixed = Number.isInteger(columns) && columns > 0 ? columns : undefined;
  return {
    isTerminal: stream.isTTY === true,
    width: () => (stream.isTTY ? stream.columns || 80 : (fixed ?? defaultWidth)),
    tableWidth: () => (stream.isTTY ? stream.columns || 80 : (fixed ?? Number.POSITIVE_INFINITY)),
    height: () => (stream.isTTY ? stream.rows || 24 : 24),
    style: style(wantsColour(variables, stream.isTTY === true, isColourOff)),
    write,
    print: (...lines) => write(`${lines.join('\n')}\n`),
    onResize: (listener) => {
      stream.on('resize', listener);
      return () => void stream.off('resize', listener);
    },
  };
}

const drained = (stream: WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else {
      stream.once('error', () => resolve());
      stream.write('', () => resolve());
    }
  });

export const isCiRun = (variables: Variables): boolean =>
  (variables.CI !== undefined && variables.CI !== 'false' && variables.CI !== '0') ||
  variables.TF_BUILD !== undefined ||
  variables.GITHUB_ACTIONS !== undefined;

export interface Streams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
}

export function processIo(streams: Streams, variables: Variables, isColourOff: boolean): Io {
  let lost: Error | undefined;
  const onLost = (error: Error): void => void (lost ??= error);
  const stdout = output(streams.stdout, variables, isColourOff, onLost);
  const stderr = output(streams.stderr, variables, isColourOff, onLost);
  const isCi = isCiRun(variables);
  const isDrawable = variables.TERM !== 'dumb' && variables.HX_NON_INTERACTIVE === undefined;
  return {
    stdout,
    stderr,
    isCi,
    isDrawable,
    isInteractive: streams.stdin.isTTY === true && stderr.isTerminal && !isCi && isDrawable,
    ask: async (question, signal) => {
      const reader = createInterface({ input: streams.stdin, output: streams.stderr });
      try {
        // The end of the input must answer too, or a prompt would wait for ever on a closed terminal.
        const ended = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
        return await Promise.race([reader.question(question, { signal }), ended]);
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      } finally {
        reader.close();
      }
    },
    flush: async () => {
      await Promise.all([drained(streams.stdout), drained(streams.stderr)]);
      // A file's error comes a tick after its write.
      await new Promise((resolve) => setImmediate(resolve));
      return lost;
    },
  };
}
