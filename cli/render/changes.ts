// The change list: what a preview, a refresh or a drift check found, per target, with both values of each property. Pure.
import type { OperationKind, PropertyChange } from '../../automation/events';
import type { Json } from '../../automation/json';
import { findingLines, switchedOffLines, totalsLine, type PolicyTotals } from './findings';
import { stacksOf, type PlannedChange, type RunState, type StackState } from './state';
import type { Style } from './style';
import { counted, cut, displayWidth } from './text';
import { cloudLabel, countsText, planWord, shortType, wordings } from './words';

export interface ListView {
  readonly width: number;
  readonly style: Style;
  /** True where values are cut to the width; a file or a log gets them whole. */
  readonly isCut: boolean;
  /** Also the properties of resources that are created or deleted. */
  readonly isVerbose: boolean;
}

/** All targets with their changes and a line of counts. Unchanged resources are only counted; then what the policies said. */
export function changeList(state: RunState, view: ListView): readonly string[] {
  const { style } = view;
  const label = state.cloud === 'local' ? style.dim(` (${cloudLabel(state.cloud).replace('the ', '')})`) : '';
  const blocks = state.targets.map((target): readonly string[] => {
    const stacks = stacksOf(state, target).map(asFarAsTrue);
    const whole = stacks.filter(({ result }) => result === undefined || result.result === 'succeeded');
    const shown = stacks.filter((stack) => stack.planned.length > 0);
    if (whole.length === 0 && shown.length === 0) return [];
    const lines = shown.flatMap((stack) => stackLines(stack, state.operation, view));
    return [`${style.bold(target)}${label}`, ...lines, ...(whole.length === 0 ? [] : [`  ${totals(whole, state.operation, style)}`]), ...hint(shown, view)];
  });
  return [...blocks.filter((block) => block.length > 0).flatMap((block, index) => (index === 0 ? block : ['', ...block])), ...policyLines(state, view)];
}

const hint = (stacks: readonly StackState[], view: ListView): readonly string[] =>
  stacks.some((stack) => isGrouped(stack, view)) ? [`  ${view.style.dim('one line a kind; --verbose has one a resource')}`] : [];

/** A preview that failed half-way knows only a part of the changes: half a list would mislead. */
const asFarAsTrue = (stack: StackState): StackState => (stack.result === undefined || stack.result.result === 'succeeded' ? stack : { ...stack, planned: [] });

function stackLines(stack: StackState, kind: OperationKind, view: ListView): readonly string[] {
  const grouped = isGrouped(stack, view) ? creationsOf(stack) : [];
  const single = grouped.length === 0 ? stack.planned : stack.planned.filter(({ operation }) => operation !== 'create');
  return [`  ${stack.program}`, ...creationLines(grouped, kind, view), ...single.flatMap((change) => resourceLines(change, kind, view))];
}

/** From here on creations are told kind by kind: nobody reads a hundred lines that all say "create". */
const manyCreations = 12;
const creationsOf = ({ planned }: StackState): readonly PlannedChange[] => planned.filter(({ operation }) => operation === 'create');
const isGrouped = (stack: StackState, { isVerbose }: ListView): boolean => !isVerbose && creationsOf(stack).length >= manyCreations;

/** What groups resources and is nothing in the cloud itself. */
const kindOf = ({ type }: PlannedChange): string =>
  type === 'pulumi:pulumi:Stack' || type.startsWith('hx:') ? 'component' : type.startsWith('pulumi:providers:') ? 'provider' : shortType(type);

/** A line for each kind, by its name; components and providers last. */
function creationLines(creations: readonly PlannedChange[], operation: OperationKind, view: ListView): readonly string[] {
  const kinds = [...new Set(creations.map(kindOf))];
  const rank = (kind: string): number => (kind === 'component' ? 1 : kind === 'provider' ? 2 : 0);
  const ordered = kinds.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const { symbol, colour } = wordings.create;
  const verb = view.style[colour](`${symbol} ${planWord(operation, 'create')}`);
  return ordered.flatMap((kind) => {
    const [first, ...others] = creations.filter((change) => kindOf(change) === kind);
    if (first === undefined) return [];
    if (others.length === 0 && rank(kind) === 0) return resourceLines(first, operation, view);
    const names = [first, ...others].map(({ name }) => name).toSorted();
    const what = rank(kind) === 0 ? `${names.length} × ${kind}` : counted(names.length, kind);
    const line = `    ${verb} ${what}: ${view.style.bold(names.join(', '))}`;
    return [view.isCut ? cut(line, view.width) : line];
  });
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

/** What the policies said, over all targets: after the changes, since that is what a person reads before the question. */
function policyLines(state: RunState, view: ListView): readonly string[] {
  const stacks = [...state.stacks.values()];
  const reports = stacks.flatMap(({ policies }) => policies ?? []);
  const [first] = reports;
  if (first === undefined) return [];
  const sum = (count: (totals: PolicyTotals) => number): number => reports.reduce((total, report) => total + count(report), 0);
  const totals: PolicyTotals = {
    policies: Math.max(...reports.map(({ policies }) => policies)),
    resources: sum(({ resources }) => resources),
    disabled: [...new Set(reports.flatMap(({ disabled }) => disabled))],
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    notEvaluated: sum(({ notEvaluated }) => notEvaluated),
    exempt: sum(({ exempt }) => exempt),
  };
  const found = stacks.flatMap(({ target, findings }) => findings.map((finding) => ({ target, finding })));
  const set = stacks.flatMap(({ target, remediated }) =>
    remediated.map(
      ({ policy, urn, changes }) =>
        `  ${view.style.yellow('~ set by')} ${policy} on ${urn.split('::').at(-1) ?? urn} (${target}): ${changes.map(changeText).join(', ')}`,
    ),
  );
  return ['', totalsLine(totals, view.style), ...set, ...findingLines(found, view), ...switchedOffLines(totals, view)];
}

const changeText = ({ path, before, after }: PropertyChange): string => `${path} ${valueText(before)} → ${valueText(after)}`;

function totals(stacks: readonly StackState[], kind: OperationKind, style: Style): string {
  const counts: Record<string, number> = {};
  for (const { operation } of stacks.flatMap(({ planned }) => planned)) counts[operation] = (counts[operation] ?? 0) + 1;
  const same = stacks.reduce((sum, { result }) => sum + (result?.changes.same ?? 0), 0);
  return countsText({ ...counts, ...(same > 0 ? { same } : {}) }, kind === 'drift' || kind === 'refresh' ? 'found' : 'plan', style);
}
