// Azure Databricks workspaces: their managed group, what is fixed at creation, and the URL that the workspace answers at.
import { subscriptionOf } from '../../arm/ids';
import type { AdmitContext, Kind, OutputContext, Properties } from '../../kind';
import { at, isChanged, isTrue, record, same, text } from '../shared/values';
import { isInjected, checkWorkspace } from './workspace-rules';
import { admitInjection } from './workspace-network';

const token = 'azure-native:databricks:Workspace';
const groupToken = 'azure-native:resources:ResourceGroup';
const fixedParameters = [
  'storageAccountName',
  'vnetAddressPrefix',
  'natGatewayName',
  'publicIpName',
  'loadBalancerId',
  'loadBalancerBackendPoolName',
  'requireInfrastructureEncryption',
];

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  if (ctx.operation === 'update') admitUpdate(ctx, ctx.before?.inputs ?? {});
  else admitManagedGroup(ctx);
  admitInjection(ctx);
  const connector = text(ctx.inputs, 'accessConnector.id');
  if (connector !== undefined && !ctx.world.get(connector))
    ctx.refuse(404, 'AccessConnectorNotFound', `The access connector '${connector}' could not be found.`);
}

function admitManagedGroup(ctx: AdmitContext): void {
  const managed = text(ctx.inputs, 'managedResourceGroupId');
  if (managed === undefined || ctx.before !== undefined) return;
  if (!same(subscriptionOf(managed), subscriptionOf(ctx.id)))
    ctx.refuse(400, 'InvalidManagedResourceGroupId', `The managed resource group '${managed}' must be in the subscription of the workspace.`);
  const holder = ctx.world.list({ token }).find((other) => same(text(other.inputs, 'managedResourceGroupId'), managed));
  if (holder) ctx.refuse(409, 'ManagedResourceGroupInUse', `The managed resource group '${managed}' is already used by workspace '${holder.id}'.`);
  if (ctx.world.get(managed))
    ctx.refuse(409, 'ManagedResourceGroupAlreadyExists', `The managed resource group '${managed}' already exists: Databricks creates it and it must be new.`);
}

function admitUpdate(ctx: AdmitContext, before: Properties): void {
  const keep = (path: string, code: string, message: string): void => {
    if (isChanged(before, ctx.inputs, path) && !same(text(before, path), text(ctx.inputs, path) ?? '\0')) ctx.refuse(400, code, message);
  };
  keep('computeMode', 'ComputeModeChangeNotAllowed', `The compute mode of workspace ${ctx.id} cannot be changed.`);
  keep('managedResourceGroupId', 'ManagedResourceGroupIdChangeNotAllowed', `The managed resource group of workspace ${ctx.id} cannot be changed.`);
  const network = 'parameters.customVirtualNetworkId.value';
  keep(
    network,
    'VirtualNetworkIdChangeNotAllowed',
    `Updating required Virtual Network from ${text(before, network) ?? 'managed'} to ${text(ctx.inputs, network) ?? 'managed'} is currently not allowed.`,
  );
  for (const key of ['customPublicSubnetName', 'customPrivateSubnetName']) {
    keep(`parameters.${key}.value`, 'SubnetChangeNotAllowed', `Updating ${key} from '${text(before, `parameters.${key}.value`)}' is currently not allowed.`);
  }
  for (const key of fixedParameters) {
    if (at(ctx.inputs, `parameters.${key}`) === undefined) continue;
    const now = record(ctx.before?.outputs, `parameters.${key}`);
    if (isChanged(now, record(ctx.inputs, `parameters.${key}`), 'value'))
      ctx.refuse(400, 'ParameterChangeNotAllowed', `The parameter '${key}' of workspace ${ctx.id} cannot be changed.`);
  }
  admitSwitches(ctx, before);
}

/** What goes one way only. */
function admitSwitches(ctx: AdmitContext, before: Properties): void {
  const [had, wants] = [before, ctx.inputs].map((inputs) => at(inputs, 'parameters.enableNoPublicIp.value') ?? true);
  if (had === true && wants === false)
    ctx.refuse(400, 'EnableNoPublicIpChangeNotAllowed', `enableNoPublicIp of workspace ${ctx.id} cannot be changed from true to false.`);
  if (had === false && wants === true && !isInjected(ctx.inputs)) {
    ctx.refuse(
      400,
      'EnableNoPublicIpChangeNotAllowed',
      `enableNoPublicIp of workspace ${ctx.id} can be enabled later only in a workspace in its own virtual network.`,
    );
  }
  if (same(text(before, 'sku.name'), 'premium') && isChanged(before, ctx.inputs, 'sku.name') && !same(text(ctx.inputs, 'sku.name'), 'premium')) {
    ctx.refuse(400, 'SkuDowngradeNotAllowed', `Workspace ${ctx.id} cannot be downgraded from the premium sku to '${text(ctx.inputs, 'sku.name')}'.`);
  }
  const profile = 'enhancedSecurityCompliance.complianceSecurityProfile.value';
  if (same(text(before, profile), 'Enabled') && !same(text(ctx.inputs, profile), 'Enabled')) {
    ctx.refuse(
      400,
      'ComplianceSecurityProfileCannotBeDisabled',
      `The compliance security profile of workspace ${ctx.id} cannot be disabled once it is enabled.`,
    );
  }
  if (isTrue(before, 'parameters.prepareEncryption.value') && at(ctx.inputs, 'parameters.prepareEncryption.value') === false) {
    ctx.refuse(400, 'PrepareEncryptionCannotBeDisabled', `prepareEncryption of workspace ${ctx.id} cannot be disabled once it is enabled.`);
  }
}

function parametersOf({ inputs, hex }: OutputContext): Properties {
  const given = record(inputs, 'parameters');
  const typed = (type: string, value: string | boolean, key: string): Properties => ({ type, value: at(given, `${key}.value`) ?? value });
  const described = Object.fromEntries(
    Object.entries(given).map(([key, parameter]) => [
      key,
      { type: typeof at(parameter, 'value') === 'boolean' ? 'Bool' : 'String', ...record({ parameter }, 'parameter') },
    ]),
  );
  return {
    ...described,
    enableNoPublicIp: typed('Bool', true, 'enableNoPublicIp'),
    prepareEncryption: typed('Bool', false, 'prepareEncryption'),
    requireInfrastructureEncryption: typed('Bool', false, 'requireInfrastructureEncryption'),
    storageAccountName: typed('String', `dbstorage${hex('storage', 13)}`, 'storageAccountName'),
    storageAccountSkuName: typed('String', 'Standard_GRS', 'storageAccountSkuName'),
    ...(isInjected(inputs)
      ? {}
      : {
          natGatewayName: typed('String', 'nat-gateway', 'natGatewayName'),
          publicIpName: typed('String', 'nat-gw-public-ip', 'publicIpName'),
          vnetAddressPrefix: typed('String', '10.139', 'vnetAddressPrefix'),
        }),
  };
}

function outputs(ctx: OutputContext): Properties {
  const { inputs, before, digits, guid, now } = ctx;
  const workspaceId = text(before?.outputs, 'workspaceId') ?? digits('workspaceId', 16);
  const isHybrid = same(text(inputs, 'computeMode'), 'Hybrid');
  const user = { applicationId: guid('application'), oid: guid('user') };
  return {
    workspaceId,
    workspaceUrl: `adb-${workspaceId}.${Number(BigInt(workspaceId) % 20n)}.azuredatabricks.net`,
    createdDateTime: text(before?.outputs, 'createdDateTime') ?? now,
    createdBy: user,
    updatedBy: user,
    isUcEnabled: true,
    publicNetworkAccess: text(inputs, 'publicNetworkAccess') ?? 'Enabled',
    privateEndpointConnections: [],
    sku: { name: text(inputs, 'sku.name') ?? 'premium' },
    ...(isHybrid
      ? {
          parameters: parametersOf(ctx),
          requiredNsgRules: text(inputs, 'requiredNsgRules') ?? 'AllRules',
          authorizations: [{ principalId: '9a74af6f-d153-4348-988a-e2672920bee9', roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' }],
        }
      : {}),
  };
}

export const databricksWorkspace: Kind = {
  token,
  type: 'Microsoft.Databricks/workspaces',
  apiVersion: '2026-01-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Databricks/workspaces/{workspaceName}',
  name: {
    property: 'workspaceName',
    pattern: /^[A-Za-z0-9_-]{3,64}$/,
    code: 'InvalidWorkspaceName',
    message: 'The workspace name is invalid: 3 to 64 alphanumerics, underscores and hyphens.',
  },
  location: 'from-resource-group',
  replaceOn: ['location'],
  // The SDK says of its values: case-insensitive.
  ownEnums: ['defaultCatalog.initialType'],
  check: checkWorkspace,
  admit,
  outputs,
  view: (stored, world) => ({
    privateEndpointConnections: world
      .list({ token: 'azure-native:network:PrivateEndpoint' })
      .filter((endpoint) => JSON.stringify(endpoint.inputs).toLowerCase().includes(`"${stored.id.toLowerCase()}"`))
      .map((endpoint) => ({
        id: `${stored.id}/privateEndpointConnections/${endpoint.id.slice(endpoint.id.lastIndexOf('/') + 1)}`,
        properties: { privateEndpoint: { id: endpoint.id } },
      })),
  }),
  beside: ({ operation, stored, world }) => {
    const managed = text(stored.inputs, 'managedResourceGroupId');
    if (managed === undefined) return [];
    if (operation === 'delete') return [{ delete: managed }];
    if (world.get(managed)) return [];
    const name = managed.slice(managed.lastIndexOf('/') + 1);
    const inputs: Properties = { resourceGroupName: name, location: text(stored.inputs, 'location') ?? '', managedBy: stored.id };
    const generic = {
      id: managed,
      name,
      type: 'Microsoft.Resources/resourceGroups',
      provisioningState: 'Succeeded',
      properties: { provisioningState: 'Succeeded' },
    };
    return [{ put: { id: managed, token: groupToken, inputs, outputs: { ...inputs, ...generic } } }];
  },
  isAsync: true,
};
