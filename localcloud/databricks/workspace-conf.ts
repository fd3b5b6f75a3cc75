// The workspace's switches: one configuration a workspace, text values, some of them needing the premium tier.
import { record, same, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { all, inWorkspace, invalid, tokenOf } from './objects';

const switches = new Set(
  (
    'enableIpAccessLists enableTokensConfig enableDeprecatedClusterNamedInitScripts enableDeprecatedGlobalInitScripts enableDbfsFileBrowser enableVerboseAuditLogs ' +
    'enableExportNotebook enableResultsDownloading enableNotebookTableClipboard enableUploadDataUis enableWebTerminal enableProjectTypeInWorkspace enableWorkspaceFilesystem ' +
    'enableHlsRuntime enableDcs enableGp3 enableProjectsAllowList enableDatabricksAutologgingAdminConf enable-X-Frame-Options enable-X-Content-Type-Options ' +
    'enable-X-XSS-Protection enforceUserIsolation enforceClusterViewAcls enforceWorkspaceViewAcls enableJobViewAcls enforceImdsV2 enableLibraryAndInitScriptOnSharedCluster ' +
    'storeInteractiveNotebookResultsInCustomerAccount enableDeprecatedRuntimes enableNotebookGitVersioning customerApprovedWSLoginExpirationTime'
  ).split(' '),
);
const others: { readonly [key: string]: RegExp } = {
  maxTokenLifetimeDays: /^\d{1,4}$/,
  projectsAllowList: /^.*$/s,
  projectsAllowListPermissions: /^(EVERYTHING|ALL_PERMISSIONS|DISABLED|CLONE_ONLY|WRITE_ONLY|)$/,
  mlModelRegistryEmailNotificationsEnabled: /^(true|false)$/,
  mlModelServingEndpointCreationEnabled: /^(true|false)$/,
  rStudioUserDefaultHomeBase: /^.*$/s,
  heapAnalyticsAdminConf: /^(true|false)$/,
  customerApprovedWSLoginExpirationTime: /^.*$/s,
};

export const workspaceConf: Kind = inWorkspace({
  token: tokenOf('WorkspaceConf'),
  type: 'workspace-conf',
  apiVersion: '2.0',
  id: () => '_',
  location: 'none',
  check: (ctx) => {
    for (const [key, value] of Object.entries(record(ctx.inputs, 'customConfig'))) {
      const path = `customConfig["${key}"]`;
      const form = others[key] ?? (switches.has(key) || /^(enable|enforce)[A-Z-]/.test(key) ? /^(true|false)$/ : undefined);
      if (!form) invalid(ctx, path, `Invalid keys: [${key}]: the workspace has no such setting.`);
      else if (typeof value !== 'string' && typeof value !== 'symbol') invalid(ctx, path, `The value of ${key} must be text.`);
      else if (typeof value === 'string' && !form.test(value)) invalid(ctx, path, `Invalid value '${value}' for ${key}.`);
    }
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    if (ctx.operation === 'create' && all(ctx.world, 'WorkspaceConf').length > 0)
      ctx.refuse(400, 'RESOURCE_ALREADY_EXISTS', 'The configuration of this workspace is managed already.');
    const sku = text(ctx.world.workspace?.inputs, 'sku.name');
    if (record(ctx.inputs, 'customConfig')['enableIpAccessLists'] === 'true' && sku !== undefined && !same(sku, 'premium')) {
      ctx.refuse(400, 'FEATURE_DISABLED', 'IP access lists are only available for workspaces with the premium tier.');
    }
  },
});
