// Checkov's checks for Azure that no policy stands for, and why: the other half of parity. A row here or a policy, never both, never neither.

/** By checkov id. */
export const notPorted: Readonly<Record<string, string>> = {};
