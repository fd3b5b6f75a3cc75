// The port between operations and the schedules of the slots' pipelines. Types only.
import type { OperationPorts } from '../automation';
import type { Json } from '../automation/json';
import type { Moved } from '../automation/triggers';

export interface Schedules {
  /** Starts the trigger of the live slot and stops the other's. */
  move(outputs: Readonly<Record<string, Json>>, live: 'blue' | 'green'): Promise<Moved>;
  readonly holdStill: NonNullable<OperationPorts['holdStill']>;
}
