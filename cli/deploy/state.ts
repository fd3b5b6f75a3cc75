// What a delivery has told so far, and its steps as rows. Pure.
import type { DeliveryEvent, StepName, StepResult, StepState } from '../../automation/delivery';
import type { StepRow, StepState as RowState } from '../render/steps';

type Planned = Extract<DeliveryEvent, { readonly type: 'step-planned' }>;

export interface DeliveryState {
  readonly targets: readonly string[];
  readonly rows: ReadonlyMap<string, StepRow>;
  readonly plans: readonly Planned[];
}

export const emptyDelivery: DeliveryState = { targets: [], rows: new Map(), plans: [] };

export function reduceDelivery(state: DeliveryState, event: DeliveryEvent, now: number): DeliveryState {
  switch (event.type) {
    case 'operation-started':
      return { ...emptyDelivery, targets: event.targets };
    case 'step-planned':
      return { ...state, plans: [...state.plans, event] };
    case 'step-started':
      return put(state, event, { state: 'running', startedAt: now, ...(event.attempt > 1 ? { about: `attempt ${event.attempt}` } : {}) });
    case 'step-progress': {
      const row = state.rows.get(keyOf(event));
      return row === undefined ? state : put(state, event, { ...row, about: event.message });
    }
    case 'step-finished':
      return put(state, event, finishedRow(event.result));
    case 'notice':
    case 'summary':
      return state;
  }
}

type OfStep = { readonly target: string; readonly step: StepName };
const keyOf = ({ target, step }: OfStep): string => `${target}\n${step}`;

function put(state: DeliveryState, event: OfStep, row: Omit<StepRow, 'name'>): DeliveryState {
  const name = state.targets.length > 1 ? `${event.target} ${event.step}` : event.step;
  return { ...state, rows: new Map(state.rows).set(keyOf(event), { ...row, name }) };
}

export const rowStates: Readonly<Record<StepState, RowState>> = {
  pending: 'waiting',
  running: 'running',
  succeeded: 'done',
  unchanged: 'done',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'warning',
};

/** A row of a step that has ended; one that found something says so by its mark. */
export function finishedRow({ state, message, warnings = [], durationMs, error }: StepResult): Omit<StepRow, 'name'> {
  const about = error === undefined ? message : error.message.split('\n')[0];
  return {
    state: state === 'succeeded' && warnings.length > 0 ? 'warning' : rowStates[state],
    ...(state === 'skipped' || state === 'unchanged' ? {} : { durationMs }),
    ...(about === undefined ? {} : { about: state === 'unchanged' ? `unchanged: ${about}` : about }),
  };
}

/** In the order in which they began. */
export const rowsOf = ({ rows }: DeliveryState): readonly StepRow[] => [...rows.values()];
