// The data lake: one ADLS Gen2 account with the medallion containers, soft delete and the ageing of bronze. Grants no access.
import { BlobContainer, BlobServiceProperties, ManagementPolicy, StorageAccount } from '@pulumi/azure-native/storage';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { storageIpRules, type ClassifiedRanges } from '../config/ip-ranges';
import { defaultAction, enabledIf, hasPublicEndpoint, type Place } from './place';

export const containers = ['bronze', 'silver', 'gold'] as const;
export type Container = (typeof containers)[number];

export interface DataLakeArgs extends Place {
  /** 3 to 24 lower case letters and digits, globally unique. */
  readonly accountName: string;
  readonly ranges: ClassifiedRanges;
  /** Subnets with the Microsoft.Storage service endpoint that may use the public endpoint. */
  readonly subnetIds: readonly Input<string>[];
  /** True keeps a copy in the paired region. */
  readonly isGeoRedundant: boolean;
  /** Days a deleted blob or container can be restored, 1 to 365. */
  readonly softDeleteDays: number;
  /** Days after the last change at which bronze data moves to the cool tier, 0 to 99999. */
  readonly bronzeToCoolDays: number;
  /** Days after the last change at which bronze data is deleted, 1 to 99999. */
  readonly bronzeDeleteDays: number;
}

export class DataLake extends ComponentResource {
  readonly accountId: Output<string>;
  readonly accountName: Output<string>;
  readonly containerIds: Readonly<Record<Container, Output<string>>>;

  constructor(name: string, args: DataLakeArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:DataLake', name, {}, opts);
    const child = { parent: this };
    const account = new StorageAccount('storage', accountOf(args), child);
    const inAccount = { resourceGroupName: args.resourceGroupName, accountName: account.name };

    const service = new BlobServiceProperties(
      'blob-service',
      {
        ...inAccount,
        blobServicesName: 'default',
        // Versioning, change feed and point-in-time restore are not legal with a hierarchical namespace: soft delete is the way back.
        deleteRetentionPolicy: { enabled: true, days: args.softDeleteDays },
        containerDeleteRetentionPolicy: { enabled: true, days: args.softDeleteDays },
      },
      child,
    );
    const container = (containerName: Container): BlobContainer =>
      new BlobContainer(containerName, { ...inAccount, containerName, publicAccess: 'None' }, { ...child, dependsOn: [service] });
    const [bronze, silver, gold] = [container('bronze'), container('silver'), container('gold')];

    new ManagementPolicy(
      'lifecycle',
      { ...inAccount, managementPolicyName: 'default', policy: { rules: [bronzeAgeing(args)] } },
      { ...child, dependsOn: [bronze] },
    );

    this.accountId = account.id;
    this.accountName = account.name;
    this.containerIds = { bronze: bronze.id, silver: silver.id, gold: gold.id };
    this.registerOutputs({ accountId: this.accountId, accountName: this.accountName });
  }
}

const accountOf = (args: DataLakeArgs) => {
  const isPublic = hasPublicEndpoint(args.ranges);
  return {
    resourceGroupName: args.resourceGroupName,
    location: args.location,
    accountName: args.accountName,
    kind: 'StorageV2',
    // Not the zone-redundant kind: a new region must not fail for having no zones.
    sku: { name: args.isGeoRedundant ? 'Standard_GRS' : 'Standard_LRS' },
    accessTier: 'Hot',
    isHnsEnabled: true,
    isLocalUserEnabled: false,
    minimumTlsVersion: 'TLS1_2',
    enableHttpsTrafficOnly: true,
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    allowCrossTenantReplication: false,
    defaultToOAuthAuthentication: true,
    publicNetworkAccess: enabledIf(isPublic),
    networkRuleSet: {
      defaultAction: defaultAction(args.ranges),
      bypass: 'AzureServices',
      ipRules: storageIpRules(args.ranges.publicRanges).map((range) => ({ action: 'Allow' as const, iPAddressOrRange: range })),
      virtualNetworkRules: isPublic && !args.ranges.isOpen ? args.subnetIds.map((id) => ({ action: 'Allow' as const, virtualNetworkResourceId: id })) : [],
    },
    // Double encryption can only be chosen at creation.
    encryption: {
      keySource: 'Microsoft.Storage',
      requireInfrastructureEncryption: true,
      services: { blob: { enabled: true, keyType: 'Account' }, file: { enabled: true, keyType: 'Account' } },
    },
    keyPolicy: { keyExpirationPeriodInDays: 90 },
    sasPolicy: { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' },
  } as const;
};

const bronzeAgeing = ({ bronzeToCoolDays, bronzeDeleteDays }: DataLakeArgs) => ({
  name: 'bronze-ageing',
  enabled: true,
  type: 'Lifecycle',
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: ['bronze/'] },
    actions: {
      baseBlob: {
        tierToCool: { daysAfterModificationGreaterThan: bronzeToCoolDays },
        delete: { daysAfterModificationGreaterThan: bronzeDeleteDays },
      },
    },
  },
});
