// The port of pipeline runs: what a run is, and what can be done with runs, whoever executes them. Types only.
import type { ErrorRecord } from '../errors';
import type { JsonObject } from '../json';

export type PipelineSlot = 'blue' | 'green';

/** Data Factory's words; "Interrupted" is a local run whose process is gone. */
export type RunStatus = 'Queued' | 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled' | 'Interrupted';
/** "Waiting" has not begun; "Skipped" never will, since one before it did not succeed. */
export type ActivityStatus = 'Waiting' | 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled' | 'Interrupted' | 'Skipped';

export interface ActivityRun {
  readonly activity: string;
  readonly status: ActivityStatus;
  /** ISO 8601. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** What it answered, where it did. */
  readonly output?: JsonObject;
  readonly error?: ErrorRecord;
}

export interface PipelineRun {
  readonly version: 1;
  readonly runId: string;
  /** "dev-eastus" */
  readonly target: string;
  /** "ETL_Pipeline_CI_CD_blue" */
  readonly pipeline: string;
  readonly slot: PipelineSlot;
  readonly environment: string;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** In the order in which they run. */
  readonly activities: readonly ActivityRun[];
  /** Why it did not succeed: the error of the activity that failed, or of the run itself. */
  readonly error?: ErrorRecord;
}

export interface StartRequest {
  readonly slot: PipelineSlot;
  readonly environment: string;
  /** Folder with the delivery, absolute; undefined means where the pipeline looks by itself. */
  readonly source?: string;
}

export interface LogPart {
  readonly text: string;
  /** Where the next part begins. */
  readonly end: number;
}

export interface PipelineRunner {
  /** The new run's id. Throws HxError 'locked' where another run of the slot is at work, 'usage' for a request that can't be honoured. */
  start(request: StartRequest): Promise<string>;
  /** Resolves when the run has ended, whatever way; each change of an activity is told once. Throws HxError 'cancelled' when watching was cancelled. */
  follow(runId: string, onActivity: (activity: ActivityRun) => void): Promise<PipelineRun>;
  /** Newest first. */
  list(): Promise<readonly PipelineRun[]>;
  /** What an activity has said from an offset on. Throws HxError 'usage' for a run or an activity that is not known. */
  logs(runId: string, activity: string, from?: number): Promise<LogPart>;
  /** Asks a run to stop; the same again changes nothing. */
  cancel(runId: string): Promise<void>;
}

export const isOver = ({ status }: Pick<PipelineRun, 'status'>): boolean => status !== 'Queued' && status !== 'InProgress';
