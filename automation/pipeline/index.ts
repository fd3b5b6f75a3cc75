// The door of pipeline runs: the port, and who executes them in Azure and on this machine.
export { dataFactoryRunner, type DataFactoryOptions } from './data-factory';
export { localRunner, type LocalRunnerOptions, type LocalWarehouse } from './local/local-runner';
export { callerFacts, masker } from './local/process';
export type { PipelineCommand, PipelineStep } from './local/execute';
export {
  isOver,
  type ActivityRun,
  type ActivityStatus,
  type LogPart,
  type PipelineRun,
  type PipelineRunner,
  type PipelineSlot,
  type RunStatus,
  type StartRequest,
} from './runner';
