// One line an event, for CI and for pipes, and the heartbeat that tells a silent run from a dead one. Pure.
import type { HxEvent } from '../../automation/events';
import { totalsLine } from './findings';
import { causeOf, changedCount, type RunState } from './state';
import { symbols, type Style } from './style';
import { counted, oneLine } from './text';
import { span } from './time';
import { cloudLabel, countsText, operationTitles, planWord, resultMarks, shortType, wordings } from './words';

export interface LineView {
  readonly style: Style;
  readonly isVerbose: boolean;
}

/** The lines of one event; none for events that the change list or the summary tells better. `state` is the state after the event. */
export function eventLines(event: HxEvent, state: RunState, { style, isVerbose }: LineView): readonly string[] {
  switch (event.type) {
    case 'operation-started':
      return [
        `${operationTitles[event.operation].doing} ${counted(event.targets.length, 'target')} on ${cloudLabel(event.cloud)}: ${event.targets.join(', ')} (run ${event.runId})`,
      ];
    case 'target-started':
    case 'summary':
      return [];
    case 'notice':
      return [`${symbols.note} ${event.target === undefined ? '' : `[${event.target}] `}${oneLine(event.message)}`];
    case 'stack-started':
      return [`${place(event)} started${event.estimateMs === undefined ? '' : `, took ${span(event.estimateMs)} last time`}`];
    case 'phase':
      return event.phase === 'run' || event.phase === 'preview' || isVerbose ? [`${place(event)} ${event.phase}`] : [];
    case 'resource':
      return resourceLines(event, state, style);
    case 'diagnostic':
      return diagnosticLines(event, style, isVerbose);
    case 'policy-violation': {
      // The report after the preview has them all; a line of its own is for what stops the run.
      if (!event.isBlocking) return [];
      const why = event.violations[0]?.message ?? event.reason ?? event.title;
      return [`${place(event)} ${style.red(`${symbols.failed} policy`)} ${event.policy} on ${nameOf(event.urn)}: ${oneLine(why)}`];
    }
    case 'policy-report':
      return [`${place(event)} ${totalsLine(event, style)}`];
    case 'policy-remediation':
      return [`${place(event)} ${style.yellow(`~ policy ${event.policy}`)} sets ${event.changes.map(({ path }) => path).join(', ')} of ${nameOf(event.urn)}`];
    case 'stack-finished': {
      const { result, changes, durationMs, error } = event.result;
      const { symbol, colour } = resultMarks[result];
      if (result === 'skipped') return [`${place(event)} ${style[colour](`${symbol} ${result}`)}`];
      const tense = state.operation === 'drift' || state.operation === 'refresh' ? 'found' : state.operation === 'preview' ? 'plan' : 'done';
      return [
        `${place(event)} ${style[colour](`${symbol} ${result}`)} in ${span(durationMs)}: ${error === undefined ? countsText(changes, tense, style) : oneLine(error.message)}`,
      ];
    }
  }
}

const place = ({ target, program }: { readonly target: string; readonly program: string }): string => `[${target}/${program}]`;
const nameOf = (urn: string): string => urn.split('::').at(-1) ?? urn;

function resourceLines(event: Extract<HxEvent, { readonly type: 'resource' }>, state: RunState, style: Style): readonly string[] {
  if (event.status === 'planned' || event.operation === 'same') return [];
  const { symbol, doing, done, colour } = wordings[event.operation];
  const what = `${shortType(event.resourceType)} ${event.name}`;
  const took = event.durationMs === undefined ? '' : ` in ${span(event.durationMs)}`;
  switch (event.status) {
    case 'started':
      return [`${place(event)} ${style[colour](`${symbol} ${doing}`)} ${what}`];
    case 'succeeded':
      return [`${place(event)} ${style[colour](`${symbol} ${state.operation === 'refresh' ? planWord('refresh', event.operation) : done}`)} ${what}${took}`];
    case 'failed': {
      const stack = state.stacks.get(`${event.target}/${event.program}`);
      const why = stack === undefined ? undefined : causeOf(stack, event.urn, event.name);
      return [`${place(event)} ${style.red(`${symbols.failed} ${doing} failed`)} ${what}${took}${why === undefined ? '' : `: ${oneLine(why)}`}`];
    }
  }
}

function diagnosticLines(event: Extract<HxEvent, { readonly type: 'diagnostic' }>, style: Style, isVerbose: boolean): readonly string[] {
  const name = event.urn === undefined ? '' : nameOf(event.urn);
  // Errors of a resource begin with its type and name.
  const about = name === '' || event.message.split(/[ :]/, 2)[1] === name ? '' : `${name}: `;
  const text = `${about}${oneLine(event.message)}`;
  switch (event.severity) {
    case 'error':
      return [`${place(event)} ${style.red(`${symbols.failed} error`)} ${text}`];
    case 'warning':
      return [`${place(event)} ${style.yellow(`${symbols.warning} warning`)} ${text}`];
    case 'info':
      return [`${place(event)} ${symbols.note} ${text}`];
    case 'debug':
      return isVerbose ? [style.dim(`${place(event)} debug ${text}`)] : [];
  }
}

/** What still runs, after a silence: one line a stack that is not finished. */
export function heartbeatLines(state: RunState, now: number): readonly string[] {
  return [...state.stacks.values()]
    .filter(({ result }) => result === undefined)
    .map((stack) => {
      const oldest = [...stack.running.values()].toSorted((a, b) => a.startedAt - b.startedAt)[0];
      const flight = oldest === undefined ? '' : `, ${stack.running.size} in flight, longest ${oldest.name} for ${span(now - oldest.startedAt)}`;
      return `${place(stack)} still at it after ${span(now - stack.startedAt)}: ${changedCount(stack.done)} of ${stack.planned.length} done${flight}`;
    });
}
