// The renderers that run: a live region for terminals, lines with a heartbeat for the rest. Owns their timers; what they draw is in the pure modules.
import type { HxEvent } from '../../automation/events';
import type { Output } from '../io';
import { erase, hideCursor, redraw, showCursor } from './frame';
import { eventLines, heartbeatLines } from './lines';
import { emptyRun, printableEvent, reduce, type RunState } from './state';
import { cut, withoutWorkflowCommands } from './text';
import { treeLines } from './tree';

export interface Progress {
  onEvent(event: HxEvent): void;
  state(): RunState;
  /** A line from outside the operation: above a drawing, where it stays. */
  note(line: string): void;
  /** Takes the drawing away until `resume`: somebody else prints or asks. */
  pause(): void;
  resume(): void;
  /** The last call; gives the terminal back as it was. */
  stop(): void;
}

export interface ProgressOptions {
  readonly output: Output;
  readonly now: () => number;
  readonly isVerbose: boolean;
}

const redrawMs = 100;
const heartbeatMs = 30_000;

/** Keeps the state alone: for output that nobody watches while it runs. */
export function silentProgress({ output }: ProgressOptions): Progress {
  let state = emptyRun;
  return {
    onEvent: (event) => void (state = reduce(state, printableEvent(event))),
    state: () => state,
    note: (line) => output.print(line),
    pause: () => undefined,
    resume: () => undefined,
    stop: () => undefined,
  };
}

/** One line an event; after 30 seconds of silence a line that tells what is still at work. */
export function lineProgress({ output, now, isVerbose }: ProgressOptions): Progress {
  let state = emptyRun;
  let isPaused = false;
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) output.print(...lines.map(withoutWorkflowCommands));
  };
  const beat = (): void => {
    if (!isPaused) print(heartbeatLines(state, now()));
  };
  const timer = setInterval(beat, heartbeatMs);
  timer.unref();
  return {
    onEvent: (raw) => {
      const event = printableEvent(raw);
      state = reduce(state, event);
      const lines = eventLines(event, state, { style: output.style, isVerbose });
      print(lines);
      if (lines.length > 0) timer.refresh();
    },
    state: () => state,
    note: (line) => print([line]),
    pause: () => void (isPaused = true),
    resume: () => void (isPaused = false),
    stop: () => clearInterval(timer),
  };
}

/** The live tree, drawn at most ten times a second; warnings and notices scroll away above it. */
export function liveProgress({ output, now, isVerbose }: ProgressOptions): Progress {
  let state = emptyRun;
  let drawn: readonly string[] = [];
  let tick = 0;
  let isPaused = false;
  const draw = (): void => {
    if (isPaused || state.targets.length === 0) return;
    // One column and one row stay free: a full last column makes some terminals wrap, a full screen makes them scroll.
    const view = { now: now(), width: Math.max(10, output.width() - 1), height: Math.max(2, output.height() - 2), style: output.style, tick };
    const next = treeLines(state, view);
    output.write(redraw(drawn, next, output.width()));
    drawn = next;
  };
  const clear = (): void => {
    output.write(erase(drawn, output.width()));
    drawn = [];
  };
  const above = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    if (!isPaused) clear();
    output.print(...lines.map((line) => cut(line, Math.max(10, output.width() - 1))));
    draw();
  };
  const timer = setInterval(() => {
    tick += 1;
    draw();
  }, redrawMs);
  timer.unref();
  const stopResize = output.onResize(draw);
  output.write(hideCursor);
  // Whatever ends the process, the cursor comes back.
  const restore = (): void => output.write(showCursor);
  process.once('exit', restore);
  return {
    onEvent: (raw) => {
      const event = printableEvent(raw);
      state = reduce(state, event);
      if (isWorthALine(event, isVerbose)) above(eventLines(event, state, { style: output.style, isVerbose }));
    },
    state: () => state,
    note: (line) => above([line]),
    pause: () => {
      clear();
      isPaused = true;
      output.write(showCursor);
    },
    resume: () => {
      isPaused = false;
      output.write(hideCursor);
      draw();
    },
    stop: () => {
      clearInterval(timer);
      stopResize();
      if (!isPaused) clear();
      isPaused = true;
      restore();
      process.off('exit', restore);
    },
  };
}

/** The tree shows resources and phases itself; errors of a resource stand below its row. */
function isWorthALine(event: HxEvent, isVerbose: boolean): boolean {
  if (event.type === 'notice' || (event.type === 'policy-violation' && event.isBlocking)) return true;
  return event.type === 'diagnostic' && (event.severity === 'warning' || (event.severity === 'error' && event.urn === undefined) || isVerbose);
}
