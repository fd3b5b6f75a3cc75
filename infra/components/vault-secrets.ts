// Secrets that the platform itself knows and puts into the vault, where notebooks and containers read them. No secret of a person's is written here.
import { Secret } from '@pulumi/azure-native/keyvault';
import { ComponentResource, secret, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';

/** Name in the vault, and so in the Databricks secret scope. */
export const connectionStringSecret = 'appinsights-connection-string';

export interface VaultSecretsArgs {
  readonly resourceGroupName: Input<string>;
  readonly vaultName: Input<string>;
  readonly appInsightsConnectionString: Input<string>;
}

export class VaultSecrets extends ComponentResource {
  constructor(name: string, args: VaultSecretsArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:VaultSecrets', name, {}, opts);
    const { resourceGroupName, vaultName } = args;
    new Secret(
      'secret-appinsights-connection-string',
      {
        resourceGroupName,
        vaultName,
        secretName: connectionStringSecret,
        // Written through ARM: the vault's firewall guards the data plane, which the deployer needs no way into.
        properties: { value: secret(args.appInsightsConnectionString), contentType: 'text/plain', attributes: { enabled: true } },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
