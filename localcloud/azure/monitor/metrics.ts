// Platform metrics of the resource types that the platform's alerts watch; other namespaces can't be judged.

const metrics: { readonly [namespace: string]: readonly string[] } = {
  'microsoft.storage/storageaccounts': ['UsedCapacity', 'Transactions', 'Ingress', 'Egress', 'SuccessServerLatency', 'SuccessE2ELatency', 'Availability'],
  'microsoft.keyvault/vaults': ['ServiceApiHit', 'ServiceApiLatency', 'ServiceApiResult', 'SaturationShoebox', 'Availability'],
};

/** Names of the metrics of a namespace, or undefined where they are not known here. */
export const knownMetrics = (namespace: string): readonly string[] | undefined => metrics[namespace.toLowerCase()];
