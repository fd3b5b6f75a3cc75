// What a running operation has told so far, for rendering: a pure reducer from events to state. Draws nothing.
import type { ChangeCounts, HxEvent, OperationKind, OperationSummary, Phase, PropertyChange, ResourceOperation, StackResult } from '../../automation/events';
import type { Json } from '../../automation/json';
import type { PolicyFinding } from '../../automation/policies';
import type { PolicyTotals } from './findings';
import { printable } from './text';

export interface PlannedChange {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: ResourceOperation;
  readonly changes: readonly PropertyChange[];
}

export interface ResourceRow {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: ResourceOperation;
  readonly startedAt: number;
}

export interface FailedRow extends ResourceRow {
  readonly durationMs: number | undefined;
}

export interface ResourceError {
  readonly urn: string | undefined;
  readonly message: string;
}

/** An input that a policy has set. */
export interface RemediatedResource {
  readonly policy: string;
  readonly urn: string;
  readonly changes: readonly PropertyChange[];
}

export interface StackState {
  readonly target: string;
  readonly stack: string;
  readonly program: string;
  readonly phase: Phase | undefined;
  readonly startedAt: number;
  readonly estimateMs: number | undefined;
  /** Without unchanged resources. */
  readonly planned: readonly PlannedChange[];
  readonly running: ReadonlyMap<string, ResourceRow>;
  readonly done: ChangeCounts;
  readonly failed: readonly FailedRow[];
  /** Error messages in the order in which they came; those of a resource say why it failed. */
  readonly errors: readonly ResourceError[];
  /** Verdicts of the policies that are no pass, of the last preview or update. */
  readonly findings: readonly PolicyFinding[];
  readonly remediated: readonly RemediatedResource[];
  readonly policies: PolicyTotals | undefined;
  readonly result: StackResult | undefined;
}

export interface RunState {
  readonly operation: OperationKind;
  readonly cloud: string;
  readonly runId: string;
  readonly startedAt: number;
  readonly targets: readonly string[];
  /** By target and program, in the order in which they started. */
  readonly stacks: ReadonlyMap<string, StackState>;
  readonly summary: OperationSummary | undefined;
}

export const emptyRun: RunState = { operation: 'preview', cloud: '', runId: '', startedAt: 0, targets: [], stacks: new Map(), summary: undefined };

/** Messages keep their lines; names, types and values are one line each. */
const clean = (value: Json, key: string): Json => {
  if (typeof value === 'string') return key === 'message' ? printable(value) : printable(value).replaceAll('\n', ' ');
  if (Array.isArray(value)) return value.map((one: Json) => clean(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [printable(name).replaceAll('\n', ' '), clean(one, name)]));
};

/** The event with every text printable: names and messages come from the engine, the cloud and the configuration. */
export function printableEvent(event: HxEvent): HxEvent {
  // An event is plain JSON by contract, and cleaning keeps its shape.
  return clean(event as unknown as Json, '') as unknown as HxEvent;
}

type OfStack = Extract<HxEvent, { readonly program: string; readonly stack: string }>;

const keyOf = (event: Pick<OfStack, 'target' | 'program'>): string => `${event.target}/${event.program}`;

const newStack = ({ target, stack, program, time }: OfStack): StackState => ({
  target,
  stack,
  program,
  phase: undefined,
  startedAt: Date.parse(time),
  estimateMs: undefined,
  planned: [],
  running: new Map(),
  done: {},
  failed: [],
  errors: [],
  findings: [],
  remediated: [],
  policies: undefined,
  result: undefined,
});

/** The state after one event. Expects events whose texts are printable. */
export function reduce(state: RunState, event: HxEvent): RunState {
  switch (event.type) {
    case 'operation-started':
      return { ...emptyRun, operation: event.operation, cloud: event.cloud, runId: event.runId, startedAt: Date.parse(event.time), targets: event.targets };
    case 'summary':
      return { ...state, summary: event };
    case 'target-started':
    case 'notice':
      return state;
    case 'stack-started':
    case 'phase':
    case 'resource':
    case 'diagnostic':
    case 'policy-violation':
    case 'policy-report':
    case 'policy-remediation':
    case 'stack-finished': {
      const key = keyOf(event);
      const before = state.stacks.get(key) ?? newStack(event);
      const stacks = new Map(state.stacks);
      // Leases are taken in the order of names; stacks are shown in the order in which they start.
      if (event.type === 'stack-started') stacks.delete(key);
      return { ...state, stacks: stacks.set(key, reduceStack(before, event, state.operation)) };
    }
  }
}

function reduceStack(stack: StackState, event: OfStack, kind: OperationKind): StackState {
  switch (event.type) {
    case 'stack-started':
      return { ...stack, startedAt: Date.parse(event.time), estimateMs: event.estimateMs };
    case 'phase':
      return { ...stack, ...begunAnew(event.phase), phase: event.phase };
    case 'resource':
      return reduceResource(stack, event, kind);
    case 'diagnostic':
      if (event.severity !== 'error') return stack;
      return { ...stack, errors: [...stack.errors, { urn: event.urn, message: event.message }] };
    case 'policy-violation':
      return { ...stack, findings: [...stack.findings, event] };
    case 'policy-report':
      return { ...stack, policies: event };
    case 'policy-remediation':
      return { ...stack, remediated: [...stack.remediated, { policy: event.policy, urn: event.urn, changes: event.changes }] };
    case 'stack-finished':
      return { ...stack, result: event.result, running: new Map() };
  }
}

/** A preview that is made anew (the state moved on while a person was thinking) replaces the former one; an update is judged again. */
function begunAnew(phase: Phase): Partial<StackState> {
  const unjudged = { findings: [], remediated: [], policies: undefined };
  if (phase === 'preview') return { planned: [], ...unjudged };
  return phase === 'run' ? unjudged : {};
}

type ResourceEvent = Extract<HxEvent, { readonly type: 'resource' }>;

function reduceResource(stack: StackState, event: ResourceEvent, kind: OperationKind): StackState {
  const { urn, resourceType: type, name, operation } = event;
  const listed = { ...stack, planned: operation === 'same' ? stack.planned : [...stack.planned, { urn, type, name, operation, changes: event.changes ?? [] }] };
  if (event.status === 'planned') return listed;
  const running = new Map(stack.running);
  const startedAt = running.get(urn)?.startedAt ?? Date.parse(event.time);
  if (event.status === 'started') return { ...stack, running: running.set(urn, { urn, type, name, operation, startedAt }) };
  running.delete(urn);
  if (event.status === 'failed')
    return { ...stack, running, failed: [...stack.failed, { urn, type, name, operation, startedAt, durationMs: event.durationMs }] };
  // A refresh has no preview: what it found stands in the list of changes as it comes.
  return { ...(kind === 'refresh' ? listed : stack), running, done: { ...stack.done, [operation]: (stack.done[operation] ?? 0) + 1 } };
}

/** Why a resource failed: the last error that names it. */
export const errorOf = ({ errors }: StackState, urn: string): string | undefined => errors.findLast((error) => error.urn === urn)?.message;

/** The same beside the resource's name: an error that begins with it says only what is new. */
export function causeOf(stack: StackState, urn: string, name: string): string | undefined {
  const why = errorOf(stack, urn);
  const [, named, rest] = /^\w+ (\S+)(?: could not be \w+)?: ([^]+)$/.exec(why ?? '') ?? [];
  return named === name ? rest : why;
}

export const stacksOf = (state: RunState, target: string): readonly StackState[] => [...state.stacks.values()].filter((stack) => stack.target === target);

/** Sum of all counts but the unchanged ones. */
export const changedCount = (counts: ChangeCounts): number =>
  Object.entries(counts).reduce((sum, [operation, count]) => (operation === 'same' ? sum : sum + (count ?? 0)), 0);
