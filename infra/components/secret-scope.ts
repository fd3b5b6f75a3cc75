// The secret scope through which notebooks read the Key Vault. It holds no secret of its own.
import { SecretAcl, SecretScope } from '@pulumi/databricks';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';

export interface VaultScopeArgs {
  readonly scopeName: string;
  /** ARM id of the vault. */
  readonly vaultId: Input<string>;
  /** "https://….vault.azure.net/" */
  readonly vaultUri: Input<string>;
  /** Application id of the service principal that runs the ETL. */
  readonly reader: Input<string>;
}

export class VaultScope extends ComponentResource {
  readonly scopeName: Output<string>;

  constructor(name: string, args: VaultScopeArgs, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:VaultScope', name, {}, opts);
    const scope = new SecretScope(
      'secret-scope',
      { name: args.scopeName, backendType: 'AZURE_KEYVAULT', keyvaultMetadata: { resourceId: args.vaultId, dnsName: args.vaultUri } },
      { parent: this },
    );
    new SecretAcl('secret-scope-reader', { scope: scope.name, principal: args.reader, permission: 'READ' }, { parent: this });
    this.scopeName = scope.name;
    this.registerOutputs({ scopeName: this.scopeName });
  }
}
