// What a Databricks workspace's own properties may say together: compute mode, tier, injection, encryption, compliance.
import type { CheckContext, Properties } from '../../kind';
import { at, isGiven, isMissing, isRecord, isTrue, list, record, same, text } from '../shared/values';

const injection = ['customVirtualNetworkId', 'customPublicSubnetName', 'customPrivateSubnetName'] as const;
const storageSkus = ['Standard_LRS', 'Standard_GRS', 'Standard_RAGRS', 'Standard_ZRS', 'Standard_GZRS', 'Standard_RAGZRS', 'Premium_LRS', 'Premium_ZRS'];
const hybridOnly = [
  'managedResourceGroupId',
  'accessConnector',
  'defaultCatalog',
  'defaultStorageFirewall',
  'requiredNsgRules',
  'encryption.entities.managedDisk',
];

export const isInjected = (inputs: Properties): boolean => isGiven(inputs, 'parameters.customVirtualNetworkId.value');
const refuseInvalid = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'InvalidRequestContent', message);

export function checkWorkspace(ctx: CheckContext): void {
  checkTier(ctx);
  checkComputeMode(ctx);
  checkParameters(ctx);
  checkNetworkAccess(ctx);
  checkCompliance(ctx);
  checkConnector(ctx);
  checkKeys(ctx);
}

function checkTier(ctx: CheckContext): void {
  const sku = text(ctx.inputs, 'sku.name');
  if (sku === undefined) return;
  if (!['standard', 'premium', 'trial'].some((known) => same(known, sku))) {
    ctx.refuse(
      'sku.name',
      'InvalidSku',
      `The sku name '${sku}' is not valid for resource type 'Microsoft.Databricks/workspaces'. Valid values are 'standard', 'premium' and 'trial'.`,
    );
  }
  if (same(sku, 'standard') && !same(text(ctx.before, 'sku.name'), 'standard')) {
    ctx.refuse(
      'sku.name',
      'StandardTierRetired',
      'The Standard tier of Azure Databricks is retired: new workspaces cannot use it since 1 April 2026. Use premium.',
    );
  }
  if (same(sku, 'premium')) return;
  for (const path of ['encryption', 'enhancedSecurityCompliance', 'defaultStorageFirewall']) {
    if (isGiven(ctx.inputs, path)) ctx.refuse(path, 'PremiumSkuRequired', `${path} is only available for workspaces with the premium sku.`);
  }
  for (const parameter of ['requireInfrastructureEncryption', 'prepareEncryption']) {
    if (isTrue(ctx.inputs, `parameters.${parameter}.value`))
      ctx.refuse(`parameters.${parameter}`, 'PremiumSkuRequired', `${parameter} is only available for workspaces with the premium sku.`);
  }
}

function checkComputeMode(ctx: CheckContext): void {
  const { inputs } = ctx;
  const mode = text(inputs, 'computeMode');
  if (isMissing(inputs, 'computeMode'))
    return ctx.refuse('computeMode', 'MissingComputeMode', "The property 'computeMode' is required to create a workspace: 'Hybrid' or 'Serverless'.");
  if (mode === undefined) return;
  if (same(mode, 'Serverless')) {
    for (const path of hybridOnly) {
      if (isGiven(inputs, path))
        ctx.refuse(path, 'PropertyNotAllowedForServerless', `The property '${path}' is not allowed in a workspace with computeMode 'Serverless'.`);
    }
    if (Object.keys(record(inputs, 'parameters')).length > 0)
      ctx.refuse('parameters', 'PropertyNotAllowedForServerless', "Custom parameters are not allowed in a workspace with computeMode 'Serverless'.");
    return;
  }
  if (!same(mode, 'Hybrid')) return refuseInvalid(ctx, 'computeMode', `The compute mode '${mode}' is not valid: 'Hybrid' or 'Serverless'.`);
  const managed = text(inputs, 'managedResourceGroupId');
  if (isMissing(inputs, 'managedResourceGroupId')) {
    ctx.refuse(
      'managedResourceGroupId',
      'ManagedResourceGroupIdMissing',
      "The property 'managedResourceGroupId' is required in a workspace with computeMode 'Hybrid'.",
    );
  } else if (managed !== undefined) checkManagedGroup(ctx, managed);
}

function checkManagedGroup(ctx: CheckContext, managed: string): void {
  const match = /^\/subscriptions\/([^/]+)\/resourceGroups\/([\w().-]{0,89}[\w()-])$/i.exec(managed);
  if (!match) {
    ctx.refuse(
      'managedResourceGroupId',
      'InvalidManagedResourceGroupId',
      `The managed resource group id '${managed}' is invalid. It must look like '/subscriptions/{subscriptionId}/resourceGroups/{name}'.`,
    );
  } else if (same(match[2], text(ctx.inputs, 'resourceGroupName'))) {
    ctx.refuse(
      'managedResourceGroupId',
      'ManagedResourceGroupSameAsResourceGroup',
      `The managed resource group '${match[2]}' must differ from the resource group of the workspace.`,
    );
  }
}

/** Each entity that is encrypted with a customer's key names the key. */
function checkKeys(ctx: CheckContext): void {
  for (const [entity, settings] of Object.entries(record(ctx.inputs, 'encryption.entities'))) {
    const path = `encryption.entities.${entity}`;
    if (isRecord(settings) && isMissing(settings, 'keyVaultProperties'))
      refuseInvalid(ctx, `${path}.keyVaultProperties`, `keyVaultProperties is required where the key source of ${entity} is 'Microsoft.Keyvault'.`);
  }
}

function checkParameters(ctx: CheckContext): void {
  const { inputs } = ctx;
  const value = (key: string): string => `parameters.${key}.value`;
  for (const [key, parameter] of Object.entries(record(inputs, 'parameters'))) {
    if (isRecord(parameter) && isMissing(parameter, 'value')) refuseInvalid(ctx, `parameters.${key}.value`, `The parameter '${key}' has no value.`);
  }
  const missing = injection.filter((key) => isMissing(inputs, value(key)));
  if (missing.length > 0 && missing.length < injection.length) {
    ctx.refuse(
      'parameters',
      'MissingVirtualNetworkParameter',
      `A workspace in its own virtual network needs ${injection.join(', ')}; missing: ${missing.join(', ')}.`,
    );
  }
  const [network, outer, inner] = injection.map((key) => text(inputs, value(key)));
  if (network !== undefined && !/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+$/i.test(network)) {
    refuseInvalid(ctx, value(injection[0]), `'${network}' is not the resource id of a virtual network.`);
  }
  if (outer !== undefined && same(outer, inner))
    ctx.refuse(value(injection[2]), 'SubnetsMustDiffer', `The public and the private subnet must be two subnets; both are '${outer}'.`);
  if (isInjected(inputs)) {
    for (const key of ['vnetAddressPrefix', 'natGatewayName', 'publicIpName']) {
      if (isGiven(inputs, value(key))) refuseInvalid(ctx, value(key), `The parameter '${key}' is only for workspaces in a managed virtual network.`);
    }
  }
  if (isMissing(inputs, value('loadBalancerId')) !== isMissing(inputs, value('loadBalancerBackendPoolName')))
    refuseInvalid(ctx, 'parameters', 'loadBalancerId and loadBalancerBackendPoolName must be given together.');
  const prefix = text(inputs, value('vnetAddressPrefix'));
  if (prefix !== undefined && !/^(\d{1,2}|1\d\d|2[0-4]\d|25[0-5])\.(\d{1,2}|1\d\d|2[0-4]\d|25[0-5])$/.test(prefix))
    refuseInvalid(ctx, value('vnetAddressPrefix'), `The address prefix '${prefix}' is invalid: two octets such as 10.139.`);
  const account = text(inputs, value('storageAccountName'));
  if (account !== undefined && !/^[a-z0-9]{3,24}$/.test(account))
    ctx.refuse(value('storageAccountName'), 'AccountNameInvalid', `${account} is not a valid storage account name: 3 to 24 lower-case letters and digits.`);
  const sku = text(inputs, value('storageAccountSkuName'));
  if (sku !== undefined && !storageSkus.some((known) => same(known, sku)))
    refuseInvalid(ctx, value('storageAccountSkuName'), `The storage account sku '${sku}' is invalid: ${storageSkus.join(', ')}.`);
}

function checkNetworkAccess(ctx: CheckContext): void {
  const { inputs } = ctx;
  if (same(text(inputs, 'computeMode'), 'Serverless')) return;
  const rules = text(inputs, 'requiredNsgRules');
  if (same(text(inputs, 'publicNetworkAccess'), 'Disabled') && isMissing(inputs, 'requiredNsgRules')) {
    ctx.refuse('requiredNsgRules', 'RequiredNsgRulesMissing', "requiredNsgRules must be given when publicNetworkAccess is 'Disabled'.");
  }
  if (same(text(inputs, 'publicNetworkAccess'), 'Disabled') && isMissing(inputs, 'parameters.customVirtualNetworkId.value')) {
    ctx.refuse('publicNetworkAccess', 'VirtualNetworkInjectionRequired', "publicNetworkAccess 'Disabled' needs a workspace in its own virtual network.");
  }
  if (rules === 'NoAzureServiceRules') refuseInvalid(ctx, 'requiredNsgRules', "The value 'NoAzureServiceRules' is for internal use only.");
  if (rules === 'NoAzureDatabricksRules' && isMissing(inputs, 'parameters.customVirtualNetworkId.value')) {
    ctx.refuse(
      'requiredNsgRules',
      'VirtualNetworkInjectionRequired',
      "requiredNsgRules 'NoAzureDatabricksRules' needs a workspace in its own virtual network.",
    );
  }
  if (rules === 'NoAzureDatabricksRules' && at(inputs, 'parameters.enableNoPublicIp.value') === false) {
    refuseInvalid(ctx, 'requiredNsgRules', "requiredNsgRules 'NoAzureDatabricksRules' needs secure cluster connectivity (enableNoPublicIp true).");
  }
}

function checkCompliance(ctx: CheckContext): void {
  const of = (path: string): string => `enhancedSecurityCompliance.${path}`;
  const isOn = (path: string): boolean => same(text(ctx.inputs, of(`${path}.value`)), 'Enabled');
  const standards = list(ctx.inputs, of('complianceSecurityProfile.complianceStandards'));
  const profile = at(ctx.inputs, of('complianceSecurityProfile.value'));
  if (standards.length > 0 && (profile === undefined || (typeof profile === 'string' && !same(profile, 'Enabled')))) {
    refuseInvalid(
      ctx,
      of('complianceSecurityProfile.complianceStandards'),
      'Compliance standards can only be set while the compliance security profile is enabled.',
    );
  }
  if (standards.includes('NONE') && standards.length > 1)
    refuseInvalid(ctx, of('complianceSecurityProfile.complianceStandards'), "The compliance standard 'NONE' cannot be combined with others.");
  if (!isOn('complianceSecurityProfile')) return;
  for (const feature of ['automaticClusterUpdate', 'enhancedSecurityMonitoring']) {
    const value = at(ctx.inputs, of(`${feature}.value`));
    if (value === undefined || (typeof value === 'string' && !same(value, 'Enabled'))) {
      refuseInvalid(ctx, of(feature), `${feature} must be enabled when the compliance security profile is enabled.`);
    }
  }
}

function checkConnector(ctx: CheckContext): void {
  const { inputs } = ctx;
  const type = text(inputs, 'accessConnector.identityType');
  if (same(type, 'UserAssigned') && isMissing(inputs, 'accessConnector.userAssignedIdentityId')) {
    refuseInvalid(ctx, 'accessConnector.userAssignedIdentityId', "userAssignedIdentityId is required for an access connector of identity type 'UserAssigned'.");
  }
  if (same(type, 'SystemAssigned') && isGiven(inputs, 'accessConnector.userAssignedIdentityId')) {
    refuseInvalid(
      ctx,
      'accessConnector.userAssignedIdentityId',
      "userAssignedIdentityId is not valid for an access connector of identity type 'SystemAssigned'.",
    );
  }
  if (same(text(inputs, 'defaultStorageFirewall'), 'Enabled') && isMissing(inputs, 'accessConnector')) {
    refuseInvalid(ctx, 'defaultStorageFirewall', 'The default storage firewall needs an access connector.');
  }
  const catalog = text(inputs, 'defaultCatalog.initialType');
  if (catalog !== undefined && !['HiveMetastore', 'UnityCatalog'].some((known) => same(known, catalog)))
    refuseInvalid(ctx, 'defaultCatalog.initialType', `The initial type '${catalog}' of the default catalog is invalid: HiveMetastore or UnityCatalog.`);
  if (same(catalog, 'HiveMetastore') && isGiven(inputs, 'defaultCatalog.initialName')) {
    refuseInvalid(ctx, 'defaultCatalog.initialName', "initialName is only for a default catalog of type 'UnityCatalog'.");
  }
}
