// The ETL as Data Factory runs it: three notebooks in a row. Pure data; data-factory.ts makes the resources.

/** Blue-green slots of a target; each has its own pipeline, trigger, job and schema. */
export const slots = ['blue', 'green'] as const;
export type Slot = (typeof slots)[number];

export const pipelineFolder = 'ETL_Pipeline_CI_CD';
export const pipelineName = (slot: Slot): string => `${pipelineFolder}_${slot}`;
export const triggerName = (slot: Slot): string => `${pipelineFolder}_daily_${slot}`;

/** Workspace folder of everything that hx puts into Databricks. */
export const notebookRoot = '/Shared/etl-hiscox';

export interface NotebookStep {
  /** Name of the Data Factory activity. */
  readonly activity: string;
  /** Task key of the Databricks job. */
  readonly task: string;
  /** Workspace path. */
  readonly path: string;
  /** File below app/notebooks. */
  readonly source: string;
  /** Command of `python -m etl` that the notebook runs; the local cloud runs it itself. */
  readonly command: 'ingest' | 'transform' | 'quality';
  /** Widgets that the notebook reads; each is a parameter of the pipeline or the run's id. */
  readonly parameters: Readonly<Record<string, 'environment' | 'slot' | 'run_id'>>;
}

/** After which an activity is stopped. */
export const activityHours = 2;

/** In the order in which they run; each starts when the one before has succeeded. */
export const notebookSteps: readonly NotebookStep[] = [
  {
    activity: 'Trigger_Ingestion',
    task: 'trigger_ingestion',
    path: `${notebookRoot}/scripts/ingestion`,
    source: 'ingestion.py',
    command: 'ingest',
    parameters: { environment: 'environment', run_id: 'run_id', slot: 'slot' },
  },
  {
    activity: 'Run_dbt_Models',
    task: 'run_dbt_models',
    path: `${notebookRoot}/dbt/run_models`,
    source: 'run_models.py',
    command: 'transform',
    parameters: { target: 'environment', run_id: 'run_id', slot: 'slot' },
  },
  {
    activity: 'Data_Quality_Tests',
    task: 'data_quality_tests',
    path: `${notebookRoot}/tests/data_quality_tests`,
    source: 'data_quality_tests.py',
    command: 'quality',
    parameters: { environment: 'environment', run_id: 'run_id', slot: 'slot' },
  },
];

const expressions = {
  environment: '@pipeline().parameters.environment',
  slot: '@pipeline().parameters.slot',
  run_id: '@pipeline().RunId',
} as const;

/** The activities of one pipeline, as the azure-native SDK wants them. */
export const activitiesFor = (linkedService: string, libraries: readonly object[]) =>
  notebookSteps.map((step, index) => {
    const previous = notebookSteps[index - 1];
    return {
      name: step.activity,
      type: 'DatabricksNotebook' as const,
      linkedServiceName: { referenceName: linkedService, type: 'LinkedServiceReference' as const },
      notebookPath: step.path,
      baseParameters: Object.fromEntries(
        Object.entries(step.parameters).map(([widget, source]) => [widget, { value: expressions[source], type: 'Expression' }]),
      ),
      libraries: [...libraries],
      dependsOn: previous === undefined ? [] : [{ activity: previous.activity, dependencyConditions: ['Succeeded'] }],
      // A retry would load the same batch again; a failed run is started anew by a person, with its own run id.
      policy: { timeout: `0.0${activityHours}:00:00`, retry: 0, retryIntervalInSeconds: 30, secureInput: false, secureOutput: false },
    };
  });
