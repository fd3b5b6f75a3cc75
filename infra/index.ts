// The door of the room: what exists, for those who drive it. Loads neither Pulumi nor, before it is needed, the schema and the YAML parser.
import { basename, dirname, join } from 'node:path';
import type { LoadResult } from './config/load';
import type { AlertsResult } from './monitoring/alert-types';

export type { Environment, RegionSettings } from './config/environment';
export type { LoadedEnvironments, LoadResult } from './config/load';
export { formatProblem, nearest, type ConfigProblem } from './config/problems';
export { explainSettings, hasPlaceholderIds, regionSettings, waveOf, type ExplainedSetting, type SettingOrigins, type SettingSource } from './config/settings';
export { listTargetNames, type TargetNames } from './config/target-names';
export { activityHours, notebookSteps, pipelineName, slots, triggerName, type NotebookStep, type Slot } from './components/etl-pipeline';
export { releasePlacesOf } from './components/lakehouse-names';
export { resourceNames, type ResourceNames } from './naming';
export { tagsOf } from './tags';
export { imagesOutputs, lakehouseOutputs, platformOutputs, type ImagesOutput, type LakehouseOutput, type PlatformOutput } from './outputs';

/** Loads and validates every environment of a folder; problems come back as data, with file, line and column. */
export async function loadEnvironments(folder: string): Promise<LoadResult> {
  return (await import('./config/load')).loadEnvironments(folder);
}

/** Compiles an alerts file, so that its problems are known before any program runs. */
export async function loadAlerts(file: string): Promise<AlertsResult> {
  return (await import('./monitoring/load-alerts')).loadAlerts(file);
}

/** A Pulumi program by name; the module is named, not loaded: only a worker process loads it. */
export interface ProgramRow {
  readonly name: string;
  readonly project: string;
  readonly module: string;
  readonly dependsOn: readonly string[];
  /** `delivery`: made by a deployment of the app, not by `hx up`. */
  readonly phase: 'infrastructure' | 'delivery';
}

/** Pulumi loads compiled modules, so a test that runs the sources still names the ones in dist. */
const compiled = basename(dirname(__dirname)) === 'dist' ? __dirname : join(__dirname, '..', 'dist', 'infra');

const row = (name: string, project: string, rest: Pick<ProgramRow, 'dependsOn' | 'phase'>): ProgramRow => ({
  name,
  project,
  module: join(compiled, 'programs', `${name}.js`),
  ...rest,
});

export const programs: readonly ProgramRow[] = [
  row('platform', 'hiscox-etl', { dependsOn: [], phase: 'infrastructure' }),
  row('lakehouse', 'hiscox-etl-lakehouse', { dependsOn: ['platform'], phase: 'infrastructure' }),
  row('images', 'hiscox-etl-images', { dependsOn: ['platform'], phase: 'delivery' }),
];
