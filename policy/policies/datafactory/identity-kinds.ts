// The kinds of linked services that can authenticate as a managed identity, and what in them says that they do not. Data, no judgement.

export interface IdentityKind {
  /** Property that names the way to authenticate, and the words that stand for an identity. */
  readonly method?: { readonly property: string; readonly identities: readonly string[]; readonly isOptional?: boolean };
  /** Words of the method that an identity could replace; every other word is left alone. Only where keys of others are a matter of course. */
  readonly replaceable?: readonly string[];
  /** Properties that belong to another way. */
  readonly others: readonly string[];
}

const servicePrincipal = ['servicePrincipalId', 'servicePrincipalKey', 'servicePrincipalCredential'];
const identities = ['SystemAssignedManagedIdentity', 'UserAssignedManagedIdentity'];
const msi = { property: 'authentication', identities: ['MSI'] };
const sql: IdentityKind = { method: { property: 'authenticationType', identities, isOptional: true }, others: ['userName', 'password', ...servicePrincipal] };
const fabric: IdentityKind = { method: { property: 'authenticationType', identities, isOptional: true }, others: servicePrincipal };
const dynamics: IdentityKind = { method: { property: 'authenticationType', identities: [] }, replaceable: ['Office365', 'AADServicePrincipal'], others: [] };
const http: IdentityKind = { method: { property: 'authenticationType', identities: [] }, replaceable: ['AadServicePrincipal'], others: [] };

/** By the type of the linked service, in lower case. */
export const identityKinds: Readonly<Record<string, IdentityKind>> = {
  azurebatch: { others: ['accessKey'] },
  azureblobfs: { others: ['accountKey', 'sasUri', 'sasToken', ...servicePrincipal] },
  azureblobstorage: {
    method: { property: 'authenticationType', identities: ['Msi'], isOptional: true },
    others: ['connectionString', 'accountKey', 'sasUri', 'sasToken', 'containerUri', ...servicePrincipal],
  },
  azuredatabricks: { method: msi, others: ['accessToken'] },
  azuredatabricksdeltalake: { others: ['accessToken'] },
  azuredataexplorer: { others: servicePrincipal },
  azuredatalakestore: { others: servicePrincipal },
  azurefilestorage: { others: ['connectionString', 'accountKey', 'sasUri', 'sasToken', 'userId', 'password'] },
  azurefunction: { method: msi, others: ['functionKey'] },
  azuremlservice: { method: msi, others: servicePrincipal },
  azurepostgresql: { others: ['password', 'servicePrincipalEmbeddedCert', ...servicePrincipal] },
  azuresqldatabase: sql,
  azuresqldw: sql,
  azuresqlmi: sql,
  azuresynapseartifacts: { method: msi, others: [] },
  azuretablestorage: { others: ['connectionString', 'accountKey', 'sasUri', 'sasToken'] },
  cosmosdb: { others: ['connectionString', 'accountKey', ...servicePrincipal] },
  dynamics,
  dynamicscrm: dynamics,
  lakehouse: fabric,
  odata: http,
  restservice: http,
  warehouse: fabric,
};
