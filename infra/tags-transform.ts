// Gives every resource that takes tags the tags of its target, by one transformation of the stack. Which tags: tags.ts.
import { runtime, type ResourceTransformation } from '@pulumi/pulumi';

type Tags = Readonly<Record<string, string>>;

/** Kinds of the programs that take tags, and the property that holds them. Kinds that take none are not here; a test compares with the SDKs. */
export const taggedKinds: Readonly<Record<string, 'tags' | 'customTags' | 'warehouse'>> = {
  'azure-native:applicationinsights:Component': 'tags',
  'azure-native:containerregistry:Registry': 'tags',
  'azure-native:databricks:AccessConnector': 'tags',
  'azure-native:databricks:Workspace': 'tags',
  'azure-native:datafactory:Factory': 'tags',
  'azure-native:keyvault:Vault': 'tags',
  'azure-native:logic:Workflow': 'tags',
  'azure-native:managedidentity:UserAssignedIdentity': 'tags',
  'azure-native:monitor:ActionGroup': 'tags',
  'azure-native:monitor:MetricAlert': 'tags',
  'azure-native:monitor:ScheduledQueryRule': 'tags',
  'azure-native:network:NatGateway': 'tags',
  'azure-native:network:NetworkSecurityGroup': 'tags',
  'azure-native:network:PrivateEndpoint': 'tags',
  'azure-native:network:PublicIPAddress': 'tags',
  'azure-native:network:VirtualNetwork': 'tags',
  'azure-native:operationalinsights:Workspace': 'tags',
  'azure-native:privatedns:PrivateZone': 'tags',
  'azure-native:privatedns:VirtualNetworkLink': 'tags',
  'azure-native:resources:Deployment': 'tags',
  'azure-native:resources:ResourceGroup': 'tags',
  'azure-native:storage:StorageAccount': 'tags',
  'databricks:index/cluster:Cluster': 'customTags',
  'databricks:index/job:Job': 'tags',
  'databricks:index/sqlEndpoint:SqlEndpoint': 'warehouse',
};

/** A resource's own tag wins over the target's. */
export function withTags(type: string, props: Readonly<Record<string, unknown>>, tags: Tags): Record<string, unknown> | undefined {
  const style = Object.hasOwn(taggedKinds, type) ? taggedKinds[type] : undefined;
  switch (style) {
    case undefined:
      return undefined;
    case 'warehouse':
      return { ...props, tags: { customTags: Object.entries(tags).map(([key, value]) => ({ key, value })) } };
    default:
      return { ...props, [style]: { ...tags, ...asTags(props[style]) } };
  }
}

const asTags = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** For all resources that the stack makes from here on. */
export function tagResources(tags: Tags): void {
  const transformation: ResourceTransformation = ({ type, props, opts }) => {
    const tagged = withTags(type, props as Record<string, unknown>, tags);
    return tagged === undefined ? undefined : { props: tagged, opts };
  };
  runtime.registerStackTransformation(transformation);
}
