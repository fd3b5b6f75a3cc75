// The vault: RBAC only, purge protection by environment, firewall from the allowed ranges. Writes no secret and grants no access.
import { Vault } from '@pulumi/azure-native/keyvault';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { keyVaultIpRules, type ClassifiedRanges } from '../config/ip-ranges';
import { defaultAction, enabledIf, hasPublicEndpoint, type Place } from './place';

export interface KeyVaultArgs extends Place {
  /** 3 to 24 characters, globally unique, held for softDeleteDays after a deletion. */
  readonly vaultName: string;
  readonly tenantId: string;
  readonly ranges: ClassifiedRanges;
  /** Subnets with the Microsoft.KeyVault service endpoint that may use the public endpoint. */
  readonly subnetIds: readonly Input<string>[];
  /** Once on it can never be turned off. */
  readonly purgeProtection: boolean;
  /** Days a deleted vault is kept, 7 to 90; fixed at creation. */
  readonly softDeleteDays: number;
  /** True brings back the deleted vault of this name instead of making a new one; only for the update that follows a deletion. */
  readonly recover?: boolean;
}

export class KeyVault extends ComponentResource {
  readonly vaultId: Output<string>;
  readonly vaultName: Output<string>;
  readonly vaultUri: Output<string>;

  constructor(name: string, args: KeyVaultArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:KeyVault', name, {}, opts);
    const isPublic = hasPublicEndpoint(args.ranges);
    const vault = new Vault(
      'vault',
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        vaultName: args.vaultName,
        properties: {
          tenantId: args.tenantId,
          sku: { family: 'A', name: 'standard' },
          // Said aloud: the default differs between API versions, and a vault on access policies would ignore every role assignment.
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          softDeleteRetentionInDays: args.softDeleteDays,
          ...(args.recover === true ? { createMode: 'recover' as const } : {}),
          // true or absent: Azure refuses false.
          ...(args.purgeProtection ? { enablePurgeProtection: true } : {}),
          publicNetworkAccess: enabledIf(isPublic),
          networkAcls: {
            defaultAction: defaultAction(args.ranges),
            // Databricks reads its secret scope from the control plane, as a trusted service.
            bypass: 'AzureServices',
            ipRules: keyVaultIpRules(args.ranges.publicRanges).map((value) => ({ value })),
            virtualNetworkRules: isPublic && !args.ranges.isOpen ? args.subnetIds.map((id) => ({ id })) : [],
          },
        },
      },
      // How the vault came to be is no property of it: without this the update after a recovery would show a change.
      { parent: this, ignoreChanges: ['properties.createMode'] },
    );
    this.vaultId = vault.id;
    this.vaultName = vault.name;
    this.vaultUri = vault.properties.vaultUri.apply((uri) => uri ?? `https://${args.vaultName}.vault.azure.net/`);
    this.registerOutputs({ vaultId: this.vaultId, vaultUri: this.vaultUri });
  }
}
