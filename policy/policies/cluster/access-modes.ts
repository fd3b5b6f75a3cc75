// The access modes in which one user of a cluster can't read what another one does.

export const isolatingModes = [
  'USER_ISOLATION',
  'SINGLE_USER',
  'DATA_SECURITY_MODE_AUTO',
  'DATA_SECURITY_MODE_STANDARD',
  'DATA_SECURITY_MODE_DEDICATED',
] as const;
