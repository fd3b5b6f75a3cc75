// One Databricks job a slot: the same three notebooks as the Data Factory pipeline, for deployments and repairs. It has no schedule of its own.
import { Job, Permissions } from '@pulumi/databricks';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { clusterShape, type ComputeArgs } from './compute';
import { notebookSteps, slots, type NotebookStep, type Slot } from './etl-pipeline';
import { librariesOf, slotVolumePath } from './lakehouse-names';

export interface EtlJobsArgs extends Pick<ComputeArgs, 'environment' | 'sparkVersion' | 'nodeType' | 'workers' | 'isOnDemand' | 'environmentVariables'> {
  readonly policyId: Input<string>;
  /** Application id of the service principal that runs the ETL. */
  readonly etlPrincipal: Input<string>;
  readonly emails: readonly string[];
  /** Prefix of the names in the lakehouse: its volumes hold what the runs install. Known in a preview, so that policies can judge the tasks. */
  readonly lakehousePrefix: string;
}

/** Seconds after which a run is stopped. */
const timeoutSeconds = 2 * 60 * 60;
const jobCluster = 'etl';

export class EtlJobs extends ComponentResource {
  readonly jobIds: Readonly<Record<Slot, Output<string>>>;

  constructor(name: string, args: EtlJobsArgs, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:EtlJobs', name, {}, opts);
    const ids = slots.map((slot) => [slot, this.job(slot, args).id] as const);
    this.jobIds = Object.fromEntries(ids) as Record<Slot, Output<string>>;
    this.registerOutputs({ jobIds: this.jobIds });
  }

  private job(slot: Slot, args: EtlJobsArgs): Job {
    const job = new Job(
      `job-${slot}`,
      {
        name: `etl-${args.environment}-${slot}`,
        description: `Ingestion, dbt models and data-quality tests of the ${slot} slot`,
        parameters: [
          { name: 'environment', default: args.environment },
          { name: 'slot', default: slot },
        ],
        jobClusters: [{ jobClusterKey: jobCluster, newCluster: { ...clusterShape(args), policyId: args.policyId } }],
        tasks: notebookSteps.map((step, index) => taskOf(step, index, slotVolumePath(args.lakehousePrefix, slot))),
        runAs: { servicePrincipalName: args.etlPrincipal },
        maxConcurrentRuns: 1,
        timeoutSeconds,
        queue: { enabled: true },
        emailNotifications: { onFailures: [...args.emails], noAlertForSkippedRuns: true },
      },
      { parent: this },
    );
    new Permissions(
      `job-permissions-${slot}`,
      {
        jobId: job.id,
        accessControls: [
          { servicePrincipalName: args.etlPrincipal, permissionLevel: 'CAN_MANAGE_RUN' },
          { groupName: 'users', permissionLevel: 'CAN_VIEW' },
        ],
      },
      { parent: this },
    );
    return job;
  }
}

const values = { environment: '{{job.parameters.environment}}', slot: '{{job.parameters.slot}}', run_id: '{{job.run_id}}' } as const;

function taskOf({ task, path, parameters }: NotebookStep, index: number, volume: string) {
  const previous = notebookSteps[index - 1];
  return {
    taskKey: task,
    jobClusterKey: jobCluster,
    notebookTask: {
      notebookPath: path,
      source: 'WORKSPACE',
      baseParameters: Object.fromEntries(Object.entries(parameters).map(([widget, source]) => [widget, values[source]])),
    },
    libraries: librariesOf(volume),
    dependsOns: previous === undefined ? [] : [{ taskKey: previous.task }],
    maxRetries: 0,
    timeoutSeconds,
  };
}
