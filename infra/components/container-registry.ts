// The container registry: sku by environment, and only the features that the sku has. Holds no image and grants no access.
import { Registry } from '@pulumi/azure-native/containerregistry';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { registryIpRules, type ClassifiedRanges } from '../config/ip-ranges';
import { defaultAction, enabledIf, hasPublicEndpoint, type Place } from './place';

export type RegistrySku = 'Basic' | 'Standard' | 'Premium';

export interface ContainerRegistryArgs extends Place {
  /** 5 to 50 letters and digits, globally unique. */
  readonly registryName: string;
  readonly sku: RegistrySku;
  readonly ranges: ClassifiedRanges;
}

/** Days an untagged manifest is kept before it is deleted (Premium). Longer than the longest rollback window. */
const untaggedDays = 90;

export class ContainerRegistry extends ComponentResource {
  readonly registryId: Output<string>;
  readonly registryName: Output<string>;
  readonly loginServer: Output<string>;

  constructor(name: string, args: ContainerRegistryArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:ContainerRegistry', name, {}, opts);
    const registry = new Registry(
      'registry',
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        registryName: args.registryName,
        sku: { name: args.sku },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        ...featuresOf(args),
      },
      { parent: this },
    );
    this.registryId = registry.id;
    this.registryName = registry.name;
    this.loginServer = registry.loginServer;
    this.registerOutputs({ registryId: this.registryId, loginServer: this.loginServer });
  }
}

function featuresOf({ sku, ranges }: ContainerRegistryArgs) {
  if (sku !== 'Premium') {
    // Azure refuses network rules, retention and private endpoints below Premium; ranges that can't be honoured must not look honoured.
    if (!ranges.isOpen) throw new Error(`a ${sku} registry is open to every network; ranges other than 0.0.0.0/0 need the sku Premium`);
    return { publicNetworkAccess: 'Enabled' as const };
  }
  const isPublic = hasPublicEndpoint(ranges);
  return {
    publicNetworkAccess: enabledIf(isPublic),
    networkRuleBypassOptions: 'AzureServices',
    networkRuleSet: {
      defaultAction: defaultAction(ranges),
      ipRules: registryIpRules(ranges.publicRanges).map((range) => ({ action: 'Allow', iPAddressOrRange: range })),
    },
    zoneRedundancy: 'Enabled',
    dataEndpointEnabled: true,
    policies: {
      retentionPolicy: { status: 'enabled', days: untaggedDays },
      // Azure lets exports be turned off only where the public endpoint is.
      ...(isPublic ? {} : { exportPolicy: { status: 'disabled' } }),
    },
  };
}
