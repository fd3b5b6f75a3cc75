// The Databricks workspace in our VNet, without public addresses, and the access connector whose identity reads the lake. Nothing inside the workspace.
import { AccessConnector, Workspace } from '@pulumi/azure-native/databricks';
import { ComponentResource, interpolate, type ComponentResourceOptions, type Output, type Resource } from '@pulumi/pulumi';
import type { ResourceNames } from '../naming';
import { enabledIf, type Place } from './place';

export interface DatabricksWorkspaceArgs extends Place {
  readonly names: Pick<ResourceNames, 'databricksWorkspace' | 'accessConnector' | 'databricksManagedGroup' | 'resourceGroup' | 'virtualNetwork' | 'subnets'>;
  readonly subscriptionId: string;
  /** What must be there first: the VNet and its delegated subnets with their NSG. Their names alone are known too early. */
  readonly network: Resource;
  /** False closes the front end: users and clusters come in by private endpoint alone. */
  readonly isPublic: boolean;
}

export class DatabricksWorkspace extends ComponentResource {
  readonly workspaceId: Output<string>;
  /** With its scheme: "https://adb-….azuredatabricks.net". */
  readonly workspaceUrl: Output<string>;
  readonly managedGroupId: string;
  readonly accessConnectorId: Output<string>;
  readonly accessConnectorPrincipalId: Output<string>;

  constructor(name: string, args: DatabricksWorkspaceArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:DatabricksWorkspace', name, {}, opts);
    const { names } = args;
    const place = { resourceGroupName: args.resourceGroupName, location: args.location };
    const group = `/subscriptions/${args.subscriptionId}/resourceGroups/${names.resourceGroup}`;
    this.managedGroupId = `/subscriptions/${args.subscriptionId}/resourceGroups/${names.databricksManagedGroup}`;

    const connector = new AccessConnector(
      'access-connector',
      { ...place, connectorName: names.accessConnector, identity: { type: 'SystemAssigned' } },
      { parent: this },
    );
    const workspace = new Workspace(
      'databricks',
      {
        ...place,
        workspaceName: names.databricksWorkspace,
        sku: { name: 'premium' },
        computeMode: 'Hybrid',
        managedResourceGroupId: this.managedGroupId,
        publicNetworkAccess: enabledIf(args.isPublic),
        requiredNsgRules: args.isPublic ? 'AllRules' : 'NoAzureDatabricksRules',
        parameters: {
          // In plain text, not by the VNet's output: one unknown value hides all parameters from the policies of a first preview.
          customVirtualNetworkId: { value: `${group}/providers/Microsoft.Network/virtualNetworks/${names.virtualNetwork}` },
          customPublicSubnetName: { value: names.subnets.databricksPublic },
          customPrivateSubnetName: { value: names.subnets.databricksPrivate },
          enableNoPublicIp: { value: true },
          requireInfrastructureEncryption: { value: true },
        },
      },
      { parent: this, dependsOn: [args.network] },
    );

    this.workspaceId = workspace.id;
    this.workspaceUrl = interpolate`https://${workspace.workspaceUrl}`;
    this.accessConnectorId = connector.id;
    this.accessConnectorPrincipalId = connector.identity.apply((identity) => identity?.principalId ?? '');
    this.registerOutputs({ workspaceId: this.workspaceId, workspaceUrl: this.workspaceUrl, accessConnectorId: this.accessConnectorId });
  }
}
