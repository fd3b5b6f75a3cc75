// What computes on the made-up platform, and who may.
import { access, common, commonTerraform, type Coin, type Twin } from './twin';

function registryOf(index: number, good: Coin): Twin {
  const [name, admin, closed] = [`acr-${index}`, !good(), good()];
  return {
    token: 'azure-native:containerregistry:Registry',
    name,
    inputs: {
      ...common,
      registryName: `acrbench${index}`,
      sku: { name: 'Premium' },
      adminUserEnabled: admin,
      anonymousPullEnabled: false,
      networkRuleBypassOptions: 'AzureServices',
      publicNetworkAccess: access(closed),
      zoneRedundancy: 'Disabled',
    },
    terraform: [
      {
        type: 'azurerm_container_registry',
        name,
        body: { ...commonTerraform, name: `acrbench${index}`, sku: 'Premium', admin_enabled: admin, public_network_access_enabled: !closed },
      },
    ],
  };
}

function workspaceOf(index: number, good: Coin): Twin {
  const [name, closed] = [`dbw-${index}`, good()];
  return {
    token: 'azure-native:databricks:Workspace',
    name,
    inputs: { ...common, workspaceName: name, sku: { name: 'premium' }, publicNetworkAccess: access(closed), requiredNsgRules: 'NoAzureDatabricksRules' },
    terraform: [
      {
        type: 'azurerm_databricks_workspace',
        name,
        body: {
          ...commonTerraform,
          name,
          sku: 'premium',
          public_network_access_enabled: !closed,
          network_security_group_rules_required: 'NoAzureDatabricksRules',
        },
      },
    ],
  };
}

function factoryOf(index: number, good: Coin): Twin {
  const [name, closed] = [`adf-${index}`, good()];
  return {
    token: 'azure-native:datafactory:Factory',
    name,
    inputs: { ...common, factoryName: name, publicNetworkAccess: access(closed) },
    terraform: [{ type: 'azurerm_data_factory', name, body: { ...commonTerraform, name, public_network_enabled: !closed } }],
  };
}

function roleOf(index: number, good: Coin): Twin {
  const [name, actions] = [`role-${index}`, good() ? ['Microsoft.Storage/storageAccounts/read'] : ['*']];
  const scope = '/subscriptions/00000000-0000-4000-8000-000000000000';
  return {
    token: 'azure-native:authorization:RoleDefinition',
    name,
    inputs: { roleName: name, scope, permissions: [{ actions, notActions: [] }], assignableScopes: [scope] },
    terraform: [{ type: 'azurerm_role_definition', name, body: { name, scope, permissions: { actions, not_actions: [] }, assignable_scopes: [scope] } }],
  };
}

export const computeOf = (index: number, good: Coin): readonly Twin[] => [
  registryOf(index, good),
  workspaceOf(index, good),
  factoryOf(index, good),
  roleOf(index, good),
];
