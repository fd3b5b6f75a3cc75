// The secret scopes of the notebooks: one that reads people's secrets from the Key Vault, one for what hx itself knows.
import { Secret, SecretAcl, SecretScope } from '@pulumi/databricks';
import { ComponentResource, secret, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';

/** Application ids of the service principals that run the ETL. */
export interface ScopeReaders {
  readonly etl: Input<string>;
  /** Of the runs of Data Factory. */
  readonly pipeline: Input<string>;
}

function letRead(key: string, scope: SecretScope, { etl, pipeline }: ScopeReaders, parent: ComponentResource): void {
  const read = { scope: scope.name, permission: 'READ' };
  new SecretAcl(`${key}-reader`, { ...read, principal: etl }, { parent });
  new SecretAcl(`${key}-pipeline-reader`, { ...read, principal: pipeline }, { parent });
}

export interface VaultScopeArgs {
  readonly scopeName: string;
  /** ARM id of the vault. */
  readonly vaultId: Input<string>;
  /** "https://….vault.azure.net/" */
  readonly vaultUri: Input<string>;
  readonly readers: ScopeReaders;
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
    letRead('secret-scope', scope, args.readers, this);
    this.scopeName = scope.name;
    this.registerOutputs({ scopeName: this.scopeName });
  }
}

export interface TelemetryScopeArgs {
  readonly scopeName: string;
  /** Of Application Insights; carries the instrumentation key. */
  readonly connectionString: Input<string>;
  readonly readers: ScopeReaders;
}

/** Not in the Key Vault: a name there stays taken after a deletion, and then a destroyed environment could not come back under its own name. */
export class TelemetryScope extends ComponentResource {
  /** Reference for a cluster's environment; the cluster resolves it when it starts. */
  readonly connectionStringReference: string;

  constructor(name: string, args: TelemetryScopeArgs, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:TelemetryScope', name, {}, opts);
    const { scopeName, readers } = args;
    const key = 'connection-string';
    const scope = new SecretScope('telemetry-scope', { name: scopeName }, { parent: this });
    new Secret('telemetry-connection-string', { scope: scope.name, key, stringValue: secret(args.connectionString) }, { parent: this });
    letRead('telemetry-scope', scope, readers, this);
    this.connectionStringReference = `{{secrets/${scopeName}/${key}}}`;
    this.registerOutputs({});
  }
}
