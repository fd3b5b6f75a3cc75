// Checkov's checks for Azure that no policy stands for, and why: the other half of parity. A row here or a policy, never both, never neither.

/** By checkov id. */
export const notPorted: Readonly<Record<string, string>> = {
  CKV2_AZURE_50: 'it judges the storage account of a machine learning workspace, of which the platform has none; CKV_AZURE_59 asks the same of every account',
};
