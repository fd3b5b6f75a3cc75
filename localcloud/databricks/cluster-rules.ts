// Rules of a cluster's specification, the same for clusters and for the clusters that jobs bring along.
import { asText } from '../values';
import { isGiven, isMissing, isRecord, isTrue, list, number, record, text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Properties } from '../kind';
import { refusePolicy } from './policy-definition';
import { checkOneOf, checkWhole, find, invalid, keysGiven, mustHave } from './objects';

const modes = [
  ...['NONE', 'NO_ISOLATION', 'SINGLE_USER', 'USER_ISOLATION', 'LEGACY_TABLE_ACL', 'LEGACY_PASSTHROUGH', 'LEGACY_SINGLE_USER', 'LEGACY_SINGLE_USER_STANDARD'],
  ...['DATA_SECURITY_MODE_AUTO', 'DATA_SECURITY_MODE_STANDARD', 'DATA_SECURITY_MODE_DEDICATED'],
];
const availabilities = ['SPOT_AZURE', 'SPOT_WITH_FALLBACK_AZURE', 'ON_DEMAND_AZURE'];
const nodeForm = /^Standard_[A-Z][A-Za-z0-9-]*(_v\d+)?(_Promo)?$/;
const versionForm = /^(\d{1,2}\.\d{1,2}\.(x|\d+)(-[a-z0-9-]+)*-scala2\.1[123]|apache-spark-.*|custom:.*)$/;

/** `path` is "" for a cluster, "newCluster." or "jobClusters[0].newCluster." for a job's. */
export function checkClusterSpec(ctx: CheckContext, spec: Properties, path: string): void {
  const refuse = (key: string, message: string): void => invalid(ctx, path + key, message);
  const version = text(spec, 'sparkVersion');
  if (version !== undefined && !versionForm.test(version)) refuse('sparkVersion', `Invalid spark version ${version}.`);
  for (const key of ['nodeTypeId', 'driverNodeTypeId']) {
    const node = text(spec, key);
    if (node !== undefined && node !== '' && !nodeForm.test(node)) refuse(key, `Node type ${node} is not supported.`);
  }
  if (['nodeTypeId', 'instancePoolId', 'policyId'].every((key) => isMissing(spec, key)))
    refuse('nodeTypeId', 'Missing required field: node_type_id (or instance_pool_id).');
  if (keysGiven(spec, ['nodeTypeId', 'instancePoolId']).length === 2)
    refuse('nodeTypeId', 'The field node_type_id cannot be supplied when an instance pool ID is provided.');
  checkSize(ctx, spec, path);
  checkOneOf(ctx, 'dataSecurityMode', modes, spec, `${path}dataSecurityMode`);
  checkOneOf(ctx, 'runtimeEngine', ['PHOTON', 'STANDARD', 'NULL'], spec, `${path}runtimeEngine`);
  checkOneOf(ctx, 'azureAttributes.availability', availabilities, spec, `${path}azureAttributes.availability`);
  checkWhole(ctx, `${path}azureAttributes.firstOnDemand`, number(spec, 'azureAttributes.firstOnDemand'), 0);
  const bid = number(spec, 'azureAttributes.spotBidMaxPrice');
  if (bid !== undefined && bid !== -1 && bid <= 0) refuse('azureAttributes.spotBidMaxPrice', `Invalid spot bid max price ${bid}: a positive number, or -1.`);
  for (const key of ['awsAttributes', 'gcpAttributes']) if (isGiven(spec, key)) refuse(key, `${key} cannot be used in an Azure workspace.`);
  if (list(spec, 'sshPublicKeys').length > 10) refuse('sshPublicKeys', 'At most 10 SSH public keys are allowed.');
  if (Object.keys(record(spec, 'customTags')).length > 45) refuse('customTags', 'At most 45 custom tags are allowed.');
  for (const tag of Object.keys(record(spec, 'customTags')))
    if (/^(Vendor|Creator|ClusterName|ClusterId|Name)$/.test(tag)) refuse(`customTags["${tag}"]`, `The tag key '${tag}' is reserved.`);
  list(spec, 'libraries').forEach((library, index) => {
    const kinds = keysGiven(library, ['cran', 'egg', 'jar', 'maven', 'pypi', 'requirements', 'whl']);
    if (isRecord(library) && kinds.length !== 1)
      refuse(`libraries[${index}]`, `A library must be exactly one of jar, whl, pypi, maven, cran, requirements; found ${kinds.length}.`);
  });
  list(spec, 'initScripts').forEach((script, index) => {
    if (isRecord(script) && keysGiven(script, ['abfss', 'dbfs', 'file', 'gcs', 's3', 'volumes', 'workspace']).length !== 1)
      refuse(`initScripts[${index}]`, 'An init script must have exactly one location.');
  });
}

function checkSize(ctx: CheckContext, spec: Properties, path: string): void {
  const refuse = (key: string, message: string): void => invalid(ctx, path + key, message);
  const isSingle = isTrue(spec, 'isSingleNode');
  const workers = number(spec, 'numWorkers');
  checkWhole(ctx, `${path}numWorkers`, workers, 0);
  if (isGiven(spec, 'numWorkers') && isGiven(spec, 'autoscale') && workers !== 0) refuse('numWorkers', 'Only one of num_workers and autoscale can be given.');
  if (isSingle && isGiven(spec, 'autoscale')) refuse('autoscale', 'autoscale cannot be given for a single node cluster.');
  if (isSingle && isMissing(spec, 'kind')) refuse('isSingleNode', "is_single_node needs kind = 'CLASSIC_PREVIEW'.");
  const [min, max] = [number(spec, 'autoscale.minWorkers'), number(spec, 'autoscale.maxWorkers')];
  checkWhole(ctx, `${path}autoscale.minWorkers`, min, 0);
  if (isGiven(spec, 'autoscale') && isMissing(spec, 'autoscale.maxWorkers')) refuse('autoscale.maxWorkers', 'Missing required field: max_workers.');
  if (max !== undefined && max < (min ?? 0)) refuse('autoscale', `The maximum number of workers ${max} must not be below the minimum ${min}.`);
  else if (max !== undefined && max === 0) refuse('autoscale.maxWorkers', 'max_workers must be greater than 0.');
  if (
    isMissing(spec, 'autoscale') &&
    (workers === 0 || (workers === undefined && isMissing(spec, 'numWorkers'))) &&
    !isSingle &&
    isMissing(spec, 'policyId') &&
    isMissing(spec, 'kind')
  ) {
    const conf = record(spec, 'sparkConf');
    const isMarked = asText(conf['spark.master']).startsWith('local') && conf['spark.databricks.cluster.profile'] === 'singleNode';
    if (!isMarked)
      refuse('numWorkers', 'NumWorkers could be 0 only for SingleNode clusters. See https://docs.databricks.com/clusters/single-node.html for more details');
  }
}

/** Policies, pools, users that the specification names. */
export function admitClusterSpec(ctx: AdmitContext, spec: Properties, clusterType: 'all-purpose' | 'job'): void {
  const policyId = text(spec, 'policyId');
  const pool = text(spec, 'instancePoolId');
  if (pool !== undefined && pool !== '') mustHave(ctx, 'InstancePool', pool, 'Instance pool');
  if (policyId === undefined || policyId === '') return;
  const policy = find(ctx.world, 'ClusterPolicy', policyId) ?? ctx.refuse(400, 'INVALID_PARAMETER_VALUE', `Cluster policy ${policyId} does not exist.`);
  const definition = text(policy.inputs, 'definition');
  if (definition !== undefined) refusePolicy(ctx, definition, spec, clusterType);
}
