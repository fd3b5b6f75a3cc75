// What a private endpoint can connect to: group ids by resource type, the names they resolve to, the sku they need.
import type { StoredResource } from '../../kind';
import { same, text } from '../shared/values';

interface Target {
  readonly groups: readonly string[];
  /** How many group ids one endpoint takes. */
  readonly perEndpoint: number;
  readonly fqdns: (target: StoredResource, group: string) => string[];
  /** Why this resource can't have private endpoints, or undefined. */
  readonly refusal?: (target: StoredResource) => string | undefined;
}

const nameOf = (target: StoredResource): string => target.id.slice(target.id.lastIndexOf('/') + 1).toLowerCase();
const storageGroups = [
  'blob',
  'blob_secondary',
  'table',
  'table_secondary',
  'queue',
  'queue_secondary',
  'file',
  'web',
  'web_secondary',
  'dfs',
  'dfs_secondary',
];

const targets: { readonly [type: string]: Target } = {
  'microsoft.storage/storageaccounts': {
    groups: storageGroups,
    perEndpoint: 1,
    fqdns: (target, group) => [`${nameOf(target)}${group.endsWith('_secondary') ? '-secondary' : ''}.${group.replace('_secondary', '')}.core.windows.net`],
  },
  'microsoft.keyvault/vaults': { groups: ['vault'], perEndpoint: 1, fqdns: (target) => [`${nameOf(target)}.vault.azure.net`] },
  'microsoft.containerregistry/registries': {
    groups: ['registry'],
    perEndpoint: 1,
    fqdns: (target) => [`${nameOf(target)}.azurecr.io`, `${nameOf(target)}.${text(target.inputs, 'location') ?? 'eastus'}.data.azurecr.io`],
    refusal: (target) =>
      same(text(target.inputs, 'sku.name'), 'Premium')
        ? undefined
        : `The registry SKU is '${text(target.inputs, 'sku.name')}'; private endpoints need 'Premium'`,
  },
  'microsoft.databricks/workspaces': {
    groups: ['databricks_ui_api', 'browser_authentication'],
    perEndpoint: 1,
    fqdns: (target, group) => {
      const url = text(target.outputs, 'workspaceUrl') ?? '';
      return group === 'browser_authentication' ? [`${text(target.inputs, 'location')}.pl-auth.azuredatabricks.net`] : [url];
    },
    refusal: (target) =>
      same(text(target.inputs, 'sku.name'), 'Premium')
        ? undefined
        : `The workspace SKU is '${text(target.inputs, 'sku.name')}'; private endpoints need 'premium'`,
  },
  'microsoft.datafactory/factories': {
    groups: ['dataFactory', 'portal'],
    perEndpoint: 1,
    fqdns: (target, group) => [group === 'portal' ? 'adf.azure.com' : `${nameOf(target)}.${text(target.inputs, 'location')}.datafactory.azure.net`],
  },
};

export function targetOf(id: string): Target | undefined {
  const match = /\/providers\/([^/]+\/[^/]+)\/[^/]+$/i.exec(id);
  return match?.[1] === undefined ? undefined : targets[match[1].toLowerCase()];
}
