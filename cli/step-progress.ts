// Shows steps on stderr while they run: redrawn rows in a terminal, a line each elsewhere, nothing beside --json unless a person watches.
import type { Context } from './context';
import { erase, hideCursor, redraw, showCursor } from './render/frame';
import { stepLine, stepRows, type StepRow } from './render/steps';
import { cut, withoutWorkflowCommands } from './render/text';

export interface StepProgress {
  /** The rows as they are from now on. */
  show(rows: readonly StepRow[]): void;
  /** A line that stays. */
  note(line: string): void;
  /** The last call, or one more; gives the terminal and the notices back. */
  stop(): void;
}

const redrawMs = 100;
const heartbeatMs = 30_000;

/** Takes the notices over until it is stopped. */
export function stepProgress(context: Context): StepProgress {
  const { io, isJson } = context;
  const isWatched = io.stderr.isTerminal && !io.isCi && io.isDrawable;
  const progress = isJson && !(isWatched && !io.stdout.isTerminal) ? silent(context) : isWatched ? live(context) : lines(context);
  let isStopped = false;
  const giveNoticesBack = context.notices.divert((line) => progress.note(line));
  return {
    ...progress,
    stop: () => {
      if (isStopped) return;
      isStopped = true;
      giveNoticesBack();
      progress.stop();
    },
  };
}

const silent = ({ io }: Context): StepProgress => ({ show: () => undefined, note: (line) => io.stderr.print(line), stop: () => undefined });

function lines({ io, now }: Context): StepProgress {
  const { stderr } = io;
  let shown: readonly StepRow[] = [];
  const print = (line: string): void => stderr.print(withoutWorkflowCommands(line));
  const beat = (): void => {
    for (const { name, state, startedAt } of shown)
      if (state === 'running') print(`• ${name} is at it since ${Math.round((now() - (startedAt ?? now())) / 1000)} s`);
  };
  const timer = setInterval(beat, heartbeatMs);
  timer.unref();
  return {
    show: (rows) => {
      const before = new Map(shown.map((row) => [row.name, row.state]));
      shown = rows;
      for (const row of rows) {
        const line = before.get(row.name) === row.state ? undefined : stepLine(row, stderr.style);
        if (line === undefined) continue;
        print(line);
        timer.refresh();
      }
    },
    note: print,
    stop: () => clearInterval(timer),
  };
}

function live({ io, now }: Context): StepProgress {
  const { stderr } = io;
  let rows: readonly StepRow[] = [];
  let drawn: readonly string[] = [];
  const draw = (): void => {
    const next = stepRows(rows, { now: now(), width: Math.max(10, stderr.width() - 1), style: stderr.style });
    if (next.length > 0 || drawn.length > 0) stderr.write(redraw(drawn, next, stderr.width()));
    drawn = next;
  };
  const clear = (): void => {
    stderr.write(erase(drawn, stderr.width()));
    drawn = [];
  };
  const timer = setInterval(draw, redrawMs);
  timer.unref();
  const stopResize = stderr.onResize(draw);
  stderr.write(hideCursor);
  // Whatever ends the process, the cursor comes back.
  const restore = (): void => stderr.write(showCursor);
  process.once('exit', restore);
  return {
    show: (next) => {
      rows = next;
      draw();
    },
    note: (line) => {
      clear();
      stderr.print(cut(line, Math.max(10, stderr.width() - 1)));
      draw();
    },
    stop: () => {
      clearInterval(timer);
      stopResize();
      clear();
      restore();
      process.off('exit', restore);
    },
  };
}
