// Service principals of the workspace: an application id is one principal, and fixed.
import { isGiven, isMissing, isTrue, same, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { all, inWorkspace, invalid, tokenOf } from './objects';

export const servicePrincipal: Kind = inWorkspace({
  token: tokenOf('ServicePrincipal'),
  type: 'service-principals',
  apiVersion: '2.0',
  id: ({ digits }) => digits('principal', 15),
  location: 'none',
  replaceOn: ['applicationId'],
  defaults: () => ({ active: true }),
  check: (ctx) => {
    const { inputs } = ctx;
    const application = text(inputs, 'applicationId');
    if (application !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(application))
      invalid(ctx, 'applicationId', `'${application}' is not an application id (a UUID).`);
    if (isMissing(inputs, 'applicationId') && isMissing(inputs, 'displayName'))
      invalid(ctx, 'applicationId', 'A service principal needs application_id on Azure, or display_name for one that Databricks manages.');
    if (isTrue(inputs, 'workspaceConsume') && (isTrue(inputs, 'workspaceAccess') || isTrue(inputs, 'databricksSqlAccess')))
      invalid(ctx, 'workspaceConsume', 'workspace_consume cannot be used with workspace_access or databricks_sql_access.');
    if (isTrue(inputs, 'disableAsUserDeletion') && (isTrue(inputs, 'forceDeleteRepos') || isTrue(inputs, 'forceDeleteHomeDir')))
      invalid(ctx, 'disableAsUserDeletion', 'disable_as_user_deletion excludes force_delete_repos and force_delete_home_dir.');
  },
  admit: (ctx) => {
    const application = text(ctx.inputs, 'applicationId');
    if (ctx.operation === 'delete' || application === undefined || isTrue(ctx.inputs, 'force')) return;
    const twin = all(ctx.world, 'ServicePrincipal').find((other) => other.id !== ctx.id && same(text(other.outputs, 'applicationId'), application));
    if (twin) ctx.refuse(409, 'RESOURCE_ALREADY_EXISTS', `Service principal with application ID ${application} already exists.`);
  },
  outputs: ({ inputs, before, guid }) => {
    const application = text(inputs, 'applicationId') ?? text(before?.outputs, 'applicationId') ?? guid('application');
    return {
      applicationId: application,
      aclPrincipalId: `servicePrincipals/${application}`,
      displayName: text(inputs, 'displayName') ?? application,
      ...(isGiven(inputs, 'home') ? {} : { home: `/Users/${application}` }),
      ...(isGiven(inputs, 'repos') ? {} : { repos: `/Repos/${application}` }),
    };
  },
});
