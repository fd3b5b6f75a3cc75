// What computes: the cluster policy, the autoscaling cluster for people, and the SQL warehouse for dbt. Jobs bring their own clusters.
import { Cluster, ClusterPolicy, Permissions, SqlEndpoint } from '@pulumi/databricks';
import { ComponentResource, interpolate, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';

export interface ComputeArgs {
  readonly environment: string;
  /** Databricks runtime: "16.4.x-scala2.12". */
  readonly sparkVersion: string;
  /** Azure VM size. */
  readonly nodeType: string;
  readonly workers: { readonly min: number; readonly max: number };
  /** Minutes without work after which cluster and warehouse stop, 10 to 10000. */
  readonly autoterminationMinutes: number;
  readonly warehouseSize: string;
  /** True pays for machines that Azure can't take back. */
  readonly isOnDemand: boolean;
  /** Environment of the notebooks; secrets as {{secrets/…}} references only. */
  readonly environmentVariables: Readonly<Record<string, Input<string>>>;
  /** Application id of the service principal that runs the ETL. */
  readonly etlPrincipal: Input<string>;
  /** Of the one that runs it from Data Factory. */
  readonly pipelinePrincipal: Input<string>;
}

export class Compute extends ComponentResource {
  readonly policyId: Output<string>;
  readonly clusterId: Output<string>;
  readonly warehouseId: Output<string>;
  readonly warehouseHttpPath: Output<string>;

  constructor(name: string, args: ComputeArgs, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:Compute', name, {}, opts);
    const child = { parent: this };
    const policy = new ClusterPolicy(
      'cluster-policy',
      { name: `etl-${args.environment}`, definition: JSON.stringify(policyOf(args)), maxClustersPerUser: 3 },
      child,
    );
    const cluster = new Cluster(
      'cluster',
      {
        clusterName: `etl-${args.environment}`,
        policyId: policy.id,
        ...clusterShape(args),
        autoterminationMinutes: args.autoterminationMinutes,
        isPinned: true,
        // Creating it must not wait for machines, nor fail an update because a region has none free right now.
        noWait: true,
      },
      child,
    );
    const warehouse = new SqlEndpoint(
      'warehouse',
      {
        name: `dbt-${args.environment}`,
        clusterSize: args.warehouseSize,
        warehouseType: 'PRO',
        enablePhoton: true,
        enableServerlessCompute: false,
        autoStopMins: Math.min(args.autoterminationMinutes, 60),
        minNumClusters: 1,
        maxNumClusters: args.isOnDemand ? 2 : 1,
        spotInstancePolicy: args.isOnDemand ? 'RELIABILITY_OPTIMIZED' : 'COST_OPTIMIZED',
        channel: { name: 'CHANNEL_NAME_CURRENT' },
        noWait: true,
      },
      child,
    );
    const etl = { servicePrincipalName: args.etlPrincipal };
    new Permissions('cluster-policy-permissions', { clusterPolicyId: policy.id, accessControls: [{ ...etl, permissionLevel: 'CAN_USE' }] }, child);
    new Permissions('cluster-permissions', { clusterId: cluster.id, accessControls: [{ groupName: 'users', permissionLevel: 'CAN_RESTART' }] }, child);
    const onWarehouse = [etl, { servicePrincipalName: args.pipelinePrincipal }].map((who) => ({ ...who, permissionLevel: 'CAN_USE' }));
    new Permissions('warehouse-permissions', { sqlEndpointId: warehouse.id, accessControls: onWarehouse }, child);

    this.policyId = policy.id;
    this.clusterId = cluster.id;
    this.warehouseId = warehouse.id;
    this.warehouseHttpPath = interpolate`/sql/1.0/warehouses/${warehouse.id}`;
    this.registerOutputs({ policyId: this.policyId, clusterId: this.clusterId, warehouseId: this.warehouseId });
  }
}

/** What the interactive cluster and the jobs' clusters have in common. */
export const clusterShape = (args: Pick<ComputeArgs, 'sparkVersion' | 'nodeType' | 'workers' | 'isOnDemand' | 'environmentVariables'>) => ({
  sparkVersion: args.sparkVersion,
  nodeTypeId: args.nodeType,
  driverNodeTypeId: args.nodeType,
  autoscale: { minWorkers: args.workers.min, maxWorkers: args.workers.max },
  dataSecurityMode: 'USER_ISOLATION',
  enableElasticDisk: true,
  enableLocalDiskEncryption: true,
  // The driver is never a spot machine: losing it loses the run.
  azureAttributes: { firstOnDemand: 1, availability: args.isOnDemand ? 'ON_DEMAND_AZURE' : 'SPOT_WITH_FALLBACK_AZURE', spotBidMaxPrice: -1 },
  sparkEnvVars: { ...args.environmentVariables },
  // Each cluster writes into a folder of its own below it; without it the logs end with the machines.
  clusterLogConf: { dbfs: { destination: 'dbfs:/cluster-logs/etl' } },
});

const policyOf = ({ sparkVersion, nodeType, workers, autoterminationMinutes }: ComputeArgs) => ({
  spark_version: { type: 'fixed', value: sparkVersion },
  node_type_id: { type: 'fixed', value: nodeType },
  driver_node_type_id: { type: 'fixed', value: nodeType },
  data_security_mode: { type: 'fixed', value: 'USER_ISOLATION' },
  'autoscale.min_workers': { type: 'range', minValue: workers.min, maxValue: workers.max, defaultValue: workers.min },
  'autoscale.max_workers': { type: 'range', maxValue: workers.max, defaultValue: workers.max },
  // Job clusters end with their run and have no such setting: 0 is theirs.
  autotermination_minutes: { type: 'range', minValue: 0, maxValue: autoterminationMinutes, defaultValue: autoterminationMinutes },
  enable_local_disk_encryption: { type: 'fixed', value: true },
  ssh_public_keys: { type: 'forbidden' },
});
