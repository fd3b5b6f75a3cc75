// The change list: what a preview, a refresh or a drift check found, per target, with both values of each property. Pure.
import type { OperationKind, PropertyChange } from '../../automation/events';
import type { Json } from '../../automation/json';
import { stacksOf, type PlannedChange, type RunState, type StackState, type Violation } from './state';
import { symbols, type Style } from './style';
import { cut, displayWidth, oneLine } from './text';
import { cloudLabel, countsText, planWord, shortType, wordings } from './words';

export interface ListView {
  readonly width: number;
  readonly style: Style;
  /** True where values are cut to the width; a file or a log gets them whole. */
  readonly isCut: boolean;
  /** Also the properties of resources that are created or deleted. */
  readonly isVerbose: boolean;
}

/** All targets with their changes and a line of counts. Unchanged resources are only counted; of a stack that did not get through, only violations show. */
export function changeList(state: RunState, view: ListView): readonly string[] {
  const { style } = view;
  const label = state.cloud === 'local' ? style.dim(` (${cloudLabel(state.cloud).replace('the ', '')})`) : '';
  const blocks = state.targets.map((target): readonly string[] => {
    const stacks = stacksOf(state, target).map(asFarAsTrue);
    const whole = stacks.filter(({ result }) => result === undefined || result.result === 'succeeded');
    const shown = stacks.filter((stack) => stack.planned.length > 0 || stack.violations.length > 0);
    if (whole.length === 0 && shown.length === 0) return [];
    const lines = shown.flatMap((stack) => stackLines(stack, state.operation, view));
    return [`${style.bold(target)}${label}`, ...lines, ...(whole.length === 0 ? [] : [`  ${totals(whole, state.operation, style)}`])];
  });
  return blocks.filter((block) => block.length > 0).flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

/** A preview that failed half-way knows only a part of the changes: half a list would mislead. */
const asFarAsTrue = (stack: StackState): StackState => (stack.result === undefined || stack.result.result === 'succeeded' ? stack : { ...stack, planned: [] });

function stackLines(stack: StackState, kind: OperationKind, view: ListView): readonly string[] {
  return [
    `  ${stack.program}`,
    ...stack.planned.flatMap((change) => resourceLines(change, kind, view)),
    ...stack.violations.map((violation) => violationLine(violation, view)),
  ];
}

function resourceLines(change: PlannedChange, kind: OperationKind, view: ListView): readonly string[] {
  const { symbol, colour } = wordings[change.operation];
  const fit = (line: string): string => (view.isCut ? cut(line, view.width) : line);
  const head = fit(`    ${view.style[colour](`${symbol} ${planWord(kind, change.operation)}`)} ${shortType(change.type)} ${view.style.bold(change.name)}`);
  const isWhole = change.operation === 'create' || change.operation === 'delete' || change.operation === 'read';
  if (isWhole && !view.isVerbose) return [head];
  return [head, ...change.changes.flatMap((property) => propertyLines(property, view))];
}

const valueText = (value: Json | undefined): string => {
  if (value === undefined) return 'nothing';
  if (value === '[secret]' || value === '[unknown]') return value === '[secret]' ? 'a secret' : 'known after the update';
  return JSON.stringify(value);
};

const propertyMarks = { add: { symbol: '+', colour: 'green' }, update: { symbol: '~', colour: 'yellow' }, delete: { symbol: '-', colour: 'red' } } as const;

function propertyLines({ path, kind, before, after, forcesReplacement }: PropertyChange, { width, style, isCut }: ListView): readonly string[] {
  const { symbol, colour } = propertyMarks[kind];
  const mark = style[colour](symbol);
  const note = forcesReplacement === true ? style.magenta(' (forces the replacement)') : '';
  const fit = (line: string): string => (isCut ? cut(line, width) : line);
  const pair = kind === 'add' ? valueText(after) : kind === 'delete' ? valueText(before) : `${valueText(before)} → ${valueText(after)}`;
  const single = `        ${mark} ${path}: ${pair}${note}`;
  if (kind !== 'update' || displayWidth(single) <= width) return [fit(single)];
  return [
    fit(`        ${mark} ${path}:${note}`),
    fit(`            ${style.red('-')} ${valueText(before)}`),
    fit(`            ${style.green('+')} ${valueText(after)}`),
  ];
}

function violationLine({ policy, level, message, urn }: Violation, { style }: ListView): string {
  const mark = level === 'mandatory' ? style.red(`${symbols.failed} mandatory policy`) : style.yellow(`${symbols.warning} advisory policy`);
  return `    ${mark} ${policy} on ${urn.split('::').at(-1) ?? urn}: ${oneLine(message)}`;
}

function totals(stacks: readonly StackState[], kind: OperationKind, style: Style): string {
  const counts: Record<string, number> = {};
  for (const { operation } of stacks.flatMap(({ planned }) => planned)) counts[operation] = (counts[operation] ?? 0) + 1;
  const same = stacks.reduce((sum, { result }) => sum + (result?.changes.same ?? 0), 0);
  return countsText({ ...counts, ...(same > 0 ? { same } : {}) }, kind === 'drift' || kind === 'refresh' ? 'found' : 'plan', style);
}
