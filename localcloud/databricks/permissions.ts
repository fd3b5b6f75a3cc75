// Permissions of one object: exactly one object, levels that its kind has, and principals that exist.
import { isRecord, list, text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Kind, Properties } from '../kind';
import { all, find, inWorkspace, invalid, keysGiven, tokenOf } from './objects';
import { admitPrincipal } from './principals';
import { isFolder } from './workspace-objects';

interface Target {
  readonly levels: readonly string[];
  /** "/clusters/{id}" of the permissions API. */
  readonly path: string;
  /** Databricks kind whose id the property holds; undefined where the kind is not known here. */
  readonly kind?: string;
  readonly objectType: string;
}

const files = ['CAN_READ', 'CAN_RUN', 'CAN_EDIT', 'CAN_MANAGE'];
const targets: { readonly [property: string]: Target } = {
  clusterId: { levels: ['CAN_ATTACH_TO', 'CAN_RESTART', 'CAN_MANAGE'], path: '/clusters', kind: 'Cluster', objectType: 'cluster' },
  clusterPolicyId: { levels: ['CAN_USE'], path: '/cluster-policies', kind: 'ClusterPolicy', objectType: 'cluster-policy' },
  instancePoolId: { levels: ['CAN_ATTACH_TO', 'CAN_MANAGE'], path: '/instance-pools', objectType: 'instance-pool' },
  jobId: { levels: ['CAN_VIEW', 'CAN_MANAGE_RUN', 'IS_OWNER', 'CAN_MANAGE'], path: '/jobs', kind: 'Job', objectType: 'job' },
  pipelineId: { levels: ['CAN_VIEW', 'CAN_RUN', 'CAN_MANAGE', 'IS_OWNER'], path: '/pipelines', objectType: 'pipelines' },
  notebookPath: { levels: files, path: '/notebooks', kind: 'Notebook', objectType: 'notebook' },
  notebookId: { levels: files, path: '/notebooks', objectType: 'notebook' },
  directoryPath: { levels: files, path: '/directories', kind: 'Directory', objectType: 'directory' },
  directoryId: { levels: files, path: '/directories', objectType: 'directory' },
  workspaceFilePath: { levels: files, path: '/files', objectType: 'file' },
  workspaceFileId: { levels: files, path: '/files', objectType: 'file' },
  repoId: { levels: files, path: '/repos', objectType: 'repo' },
  repoPath: { levels: files, path: '/repos', objectType: 'repo' },
  sqlEndpointId: {
    levels: ['CAN_USE', 'CAN_VIEW', 'CAN_MONITOR', 'CAN_MANAGE', 'IS_OWNER'],
    path: '/sql/warehouses',
    kind: 'SqlEndpoint',
    objectType: 'warehouses',
  },
  authorization: { levels: ['CAN_USE'], path: '/authorization', objectType: 'tokens' },
};
const otherTargets = [
  'alertV2Id',
  'appName',
  'dashboardId',
  'databaseInstanceName',
  'databaseProjectName',
  'experimentId',
  'knowledgeAssistantId',
  'registeredModelId',
  'servingEndpointId',
  'sqlAlertId',
  'sqlDashboardId',
  'sqlQueryId',
  'supervisorAgentId',
  'vectorSearchEndpointId',
];
const properties = [...Object.keys(targets), ...otherTargets];

const targetOf = (inputs: Properties): string | undefined => keysGiven(inputs, properties)[0];

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const given = keysGiven(inputs, properties);
  if (given.length !== 1)
    invalid(
      ctx,
      given[1] ?? 'accessControls',
      `Permissions are of exactly one object (cluster_id, job_id, …); found ${given.length === 0 ? 'none' : given.join(', ')}.`,
    );
  const target = targets[given[0] ?? ''];
  const controls = list(inputs, 'accessControls');
  if (Array.isArray(inputs['accessControls']) && controls.length === 0) invalid(ctx, 'accessControls', 'Permissions need at least one access_control.');
  const seen = new Set<string>();
  controls.forEach((control, index) => {
    const path = `accessControls[${index}]`;
    if (!isRecord(control)) return;
    const names = keysGiven(control, ['groupName', 'servicePrincipalName', 'userName']);
    if (names.length !== 1)
      invalid(ctx, path, `An access_control needs exactly one of user_name, group_name and service_principal_name; found ${names.length}.`);
    const level = text(control, 'permissionLevel');
    if (level !== undefined && target && !target.levels.includes(level))
      invalid(
        ctx,
        `${path}.permissionLevel`,
        `permission_level ${level} is not supported with ${given[0]} objects; allowed levels: ${target.levels.join(', ')}.`,
      );
    const who = `${names[0]}/${text(control, names[0] ?? 'userName')}`;
    if (names.length === 1 && text(control, names[0] ?? '') !== undefined && seen.has(who))
      invalid(ctx, path, `'${text(control, names[0] ?? '')}' is given more than once.`);
    seen.add(who);
    if (text(control, 'groupName') === 'admins' && given[0] !== 'authorization')
      invalid(ctx, `${path}.groupName`, 'It is not possible to modify permissions of the group admins.');
  });
  if (controls.filter((control) => text(control, 'permissionLevel') === 'IS_OWNER').length > 1)
    invalid(ctx, 'accessControls', 'An object has exactly one owner.');
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const property = targetOf(ctx.inputs) ?? '';
  const [target, id] = [targets[property], text(ctx.inputs, property)];
  if (target?.kind !== undefined && id !== undefined) {
    const exists = find(ctx.world, target.kind, id) !== undefined || (target.kind === 'Directory' && isFolder(ctx.world, id));
    if (!exists) ctx.refuse(404, 'RESOURCE_DOES_NOT_EXIST', `${target.objectType} ${id} does not exist.`);
  }
  const twin = all(ctx.world, 'Permissions').find((other) => other.id !== ctx.id && text(other.inputs, property) === id);
  if (ctx.operation === 'create' && twin && id !== undefined)
    ctx.refuse(409, 'RESOURCE_ALREADY_EXISTS', `The permissions of ${target?.objectType ?? property} ${id} are managed by another resource already.`);
  for (const control of list(ctx.inputs, 'accessControls')) admitPrincipal(ctx, text(control, 'servicePrincipalName'));
}

export const permissions: Kind = inWorkspace({
  token: tokenOf('Permissions'),
  type: 'permissions',
  apiVersion: '2.0',
  id: ({ inputs }) => {
    const property = targetOf(inputs) ?? '';
    return `${targets[property]?.path ?? `/${property}`}/${(text(inputs, property) ?? '').replace(/^\/+/, '')}`;
  },
  location: 'none',
  replaceOn: properties,
  check,
  admit,
  outputs: ({ inputs }) => ({ objectType: targets[targetOf(inputs) ?? '']?.objectType ?? '' }),
});
