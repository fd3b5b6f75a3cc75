// Data Factory: the linked service to Databricks, and a pipeline and a trigger for each slot. Which trigger runs is decided at the slot switch, not here.
import { CredentialOperation, Factory, IntegrationRuntime, LinkedService, ManagedPrivateEndpoint, Pipeline, Trigger } from '@pulumi/azure-native/datafactory';
import { Deployment } from '@pulumi/azure-native/resources';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output, type Resource } from '@pulumi/pulumi';
import { activitiesFor, pipelineFolder, pipelineName, slots, triggerName, type Slot } from './etl-pipeline';
import { librariesOf, slotVolumePath } from './lakehouse-names';
import { enabledIf, type Place } from './place';

export interface DataFactoryArgs extends Place {
  /** 3 to 63 letters, digits and hyphens, globally unique. */
  readonly factoryName: string;
  /** Default of the pipelines' parameter "environment". */
  readonly environment: string;
  /** With its scheme: "https://adb-….azuredatabricks.net". */
  readonly workspaceUrl: Input<string>;
  /** ARM id of the Databricks workspace. */
  readonly workspaceId: Input<string>;
  /** ARM id of the user-assigned identity with which the runs enter the workspace. */
  readonly identityId: Input<string>;
  /** False where the workspace is reached by private link alone: runs then start from Data Factory's own managed network. */
  readonly isPublic: boolean;
  /** Prefix of the names in the lakehouse: its volumes hold what the runs install. */
  readonly lakehousePrefix: string;
  readonly cluster: { readonly sparkVersion: string; readonly nodeType: string; readonly workers: { readonly min: number; readonly max: number } };
}

export const linkedServiceName = 'DatabricksLinkedService';
const credentialName = 'EtlIdentity';
const managedNetwork = 'default';
const managedRuntime = 'ManagedNetworkRuntime';

export class DataFactory extends ComponentResource {
  readonly factoryId: Output<string>;
  readonly factoryName: Output<string>;

  constructor(name: string, args: DataFactoryArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:DataFactory', name, {}, opts);
    const { resourceGroupName, location, factoryName } = args;
    const factory = new Factory(
      'factory',
      {
        ...{ resourceGroupName, location, factoryName, publicNetworkAccess: enabledIf(args.isPublic) },
        identity: { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: [args.identityId] },
      },
      { parent: this },
    );
    const inFactory = { resourceGroupName, factoryName: factory.name };
    const runtime = args.isPublic ? undefined : this.managedNetwork(args, inFactory);
    const credential = new CredentialOperation(
      'credential-etl',
      { ...inFactory, credentialName, properties: { type: 'ManagedIdentity', resourceId: args.identityId } },
      { parent: this },
    );
    const linkedService = this.linkedService(args, inFactory, runtime === undefined ? [credential] : [credential, runtime]);
    for (const slot of slots) this.slot(slot, args, inFactory, linkedService);

    this.factoryId = factory.id;
    this.factoryName = factory.name;
    this.registerOutputs({ factoryId: this.factoryId, factoryName: this.factoryName });
  }

  /** A network of Data Factory's own with a private endpoint to the workspace; Databricks' admins approve the endpoint once. */
  private managedNetwork(args: DataFactoryArgs, inFactory: InFactory): IntegrationRuntime {
    const network = new Deployment(
      'managed-network',
      {
        resourceGroupName: args.resourceGroupName,
        deploymentName: `${args.factoryName}-managed-network`,
        // The SDK has no resource for a factory's managed network; the template holds that one resource.
        properties: { mode: 'Incremental', template: managedNetworkTemplate, parameters: { factoryName: { value: inFactory.factoryName } } },
      },
      { parent: this },
    );
    new ManagedPrivateEndpoint(
      'managed-endpoint-databricks',
      {
        ...inFactory,
        managedVirtualNetworkName: managedNetwork,
        managedPrivateEndpointName: 'databricks',
        properties: { groupId: 'databricks_ui_api', privateLinkResourceId: args.workspaceId },
      },
      { parent: this, dependsOn: [network] },
    );
    return new IntegrationRuntime(
      'managed-runtime',
      {
        ...inFactory,
        integrationRuntimeName: managedRuntime,
        properties: { type: 'Managed', managedVirtualNetwork: { type: 'ManagedVirtualNetworkReference', referenceName: managedNetwork } },
      },
      { parent: this, dependsOn: [network] },
    );
  }

  private linkedService(args: DataFactoryArgs, inFactory: InFactory, dependsOn: Resource[]): LinkedService {
    const { sparkVersion, nodeType, workers } = args.cluster;
    return new LinkedService(
      'linked-service-databricks',
      {
        ...inFactory,
        linkedServiceName,
        properties: {
          type: 'AzureDatabricks',
          description: 'Runs the ETL notebooks as an identity that the lakehouse knows; no token anywhere',
          domain: args.workspaceUrl,
          authentication: 'MSI',
          // Without it a run would be the factory's own identity, which has no rights in Unity Catalog.
          credential: { type: 'CredentialReference', referenceName: credentialName },
          workspaceResourceId: args.workspaceId,
          newClusterVersion: sparkVersion,
          newClusterNodeType: nodeType,
          newClusterNumOfWorker: `${workers.min}:${workers.max}`,
          // Without a mode of Unity Catalog the cluster would see neither the catalog nor the volumes.
          dataSecurityMode: 'USER_ISOLATION',
          ...(args.isPublic ? {} : { connectVia: { type: 'IntegrationRuntimeReference', referenceName: managedRuntime } }),
        },
      },
      { parent: this, dependsOn },
    );
  }

  private slot(slot: Slot, args: DataFactoryArgs, inFactory: InFactory, linkedService: LinkedService): void {
    const pipeline = new Pipeline(
      `pipeline-${slot}`,
      {
        ...inFactory,
        pipelineName: pipelineName(slot),
        description: `Ingestion, dbt models and data-quality tests of the ${slot} slot`,
        folder: { name: pipelineFolder },
        concurrency: 1,
        parameters: { environment: { type: 'String', defaultValue: args.environment }, slot: { type: 'String', defaultValue: slot } },
        activities: activitiesFor(linkedServiceName, librariesOf(slotVolumePath(args.lakehousePrefix, slot))),
      },
      { parent: this, dependsOn: [linkedService] },
    );
    // Azure makes triggers stopped and refuses changes while they run; starting the live slot's is the switch's work.
    new Trigger(
      `trigger-${slot}`,
      {
        ...inFactory,
        triggerName: triggerName(slot),
        properties: {
          type: 'ScheduleTrigger',
          description: `Daily run of the ${slot} slot, at 02:00 UTC while that slot is live`,
          pipelines: [
            {
              pipelineReference: { type: 'PipelineReference', referenceName: pipeline.name },
              parameters: { environment: args.environment, slot },
            },
          ],
          recurrence: { frequency: 'Day', interval: 1, startTime: '2026-01-01T02:00:00Z', timeZone: 'UTC' },
        },
      },
      { parent: this },
    );
  }
}

interface InFactory {
  readonly resourceGroupName: Input<string>;
  readonly factoryName: Input<string>;
}

const managedNetworkTemplate = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { factoryName: { type: 'string' } },
  resources: [
    {
      type: 'Microsoft.DataFactory/factories/managedVirtualNetworks',
      apiVersion: '2018-06-01',
      name: `[concat(parameters('factoryName'), '/${managedNetwork}')]`,
      properties: {},
    },
  ],
};
