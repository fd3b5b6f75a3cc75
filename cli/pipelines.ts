// The port between the pipeline commands and the composition root. Types only.
import type { CloudName, Target } from '../automation';
import type { PipelineRunner, PipelineSlot } from '../automation/pipeline';

export interface Pipeline {
  readonly runner: PipelineRunner;
  /** The slot that readers see; undefined where none is live yet. */
  readonly liveSlot: () => Promise<PipelineSlot | undefined>;
  /** True where this process executes runs: nobody else would go on with them. */
  readonly isExecutedHere: boolean;
  /** Where the delivery is when no --source says so; undefined means that the pipeline knows by itself. Throws HxError 'usage'. */
  readonly delivery: (source: string | undefined) => string | undefined;
}

export interface PipelineTerms {
  readonly target: Target;
  readonly cloud: CloudName;
  /** Milliseconds that a second run of a slot waits for the first. */
  readonly waitMs: number;
}

/** Throws HxError 'stackNotFound' where the target was never up. */
export type OpenPipeline = (terms: PipelineTerms) => Promise<Pipeline>;
