// Every environment variable that hx reads, in one table. Reads nothing itself: the entry hands in the process's variables.

export interface Variable {
  readonly about: string;
  /** What an absent variable means. */
  readonly fallback?: string;
  /** True where the value must never be printed. */
  readonly isSecret?: true;
}

/** docs/environment-variables.md and `hx help environment` are made from this table. */
export const variables = {
  HX_HOME: { about: 'Folder of what must not be lost: state, local cloud, leases, checkpoints, exports, audit, logs.', fallback: '.hx in the project root' },
  HX_CACHE: { about: 'Folder of what can be made again: engine, node, tools.', fallback: 'hx in the XDG cache folder' },
  HX_CLOUD: { about: 'Cloud to work on when --cloud is absent: azure or local.' },
  HX_PARALLEL: { about: 'How many stacks run at once when --parallel is absent.', fallback: '4' },
  HX_NON_INTERACTIVE: { about: 'Any value: never ask, never draw; as if there were no terminal.' },
  CI: { about: 'Any value but false or 0: one line an event, no prompts.' },
  GITHUB_ACTIONS: { about: 'Set by GitHub Actions: names the run in leases.' },
  GITHUB_SERVER_URL: { about: 'Set by GitHub Actions: with GITHUB_REPOSITORY and GITHUB_RUN_ID the link of the run in leases.' },
  GITHUB_REPOSITORY: { about: 'Set by GitHub Actions.' },
  GITHUB_RUN_ID: { about: 'Set by GitHub Actions.' },
  TF_BUILD: { about: 'Set by Azure Pipelines: counts as CI.' },
  SYSTEM_COLLECTIONURI: { about: 'Set by Azure Pipelines: with SYSTEM_TEAMPROJECT and BUILD_BUILDID the link of the run in leases.' },
  SYSTEM_TEAMPROJECT: { about: 'Set by Azure Pipelines.' },
  BUILD_BUILDID: { about: 'Set by Azure Pipelines.' },
  NO_COLOR: { about: 'Any value: no colour.' },
  CLICOLOR: { about: '0: no colour.' },
  CLICOLOR_FORCE: { about: 'Any value but 0: colour also where the output is no terminal.' },
  TERM: { about: 'dumb: no colour, no drawing.' },
  COLUMNS: { about: 'Width of the output where it is no terminal.', fallback: '100' },
  HOME: { about: 'Home folder, for the default of XDG_CACHE_HOME and to find the Azure CLI.' },
  XDG_CACHE_HOME: { about: 'Cache folder of the user.', fallback: '~/.cache' },
  LOCALAPPDATA: { about: 'Windows: cache folder of the user.' },
  AZURE_CONFIG_DIR: { about: 'Folder of the Azure CLI, whose login is a credential.', fallback: '~/.azure' },
  ARM_CLIENT_ID: { about: 'Service principal or OIDC application to sign in to Azure with.' },
  ARM_CLIENT_SECRET: { about: 'Secret of the service principal.', isSecret: true },
  ARM_CLIENT_CERTIFICATE_PATH: { about: 'Certificate of the service principal.' },
  ARM_TENANT_ID: { about: 'Tenant to sign in to.' },
  ARM_SUBSCRIPTION_ID: { about: "Subscription; the environment's own setting wins." },
  ARM_USE_OIDC: { about: 'true: sign in with the token of the CI run.' },
  ARM_USE_MSI: { about: 'true: sign in with the managed identity of the machine.' },
  PULUMI_CONFIG_PASSPHRASE: { about: 'Passphrase of stacks whose secrets provider is passphrase, on Azure.', isSecret: true },
  PULUMI_CONFIG_PASSPHRASE_FILE: { about: 'The same, from a file.' },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof variables;
/** The declared variables that are set; empty ones count as absent. Nothing else of the process's environment is visible to the CLI. */
export type Variables = Readonly<Partial<Record<VariableName, string>>>;

export const variableNames = Object.keys(variables).filter((name): name is VariableName => name in variables);

/** Picks the declared variables out of a process's environment. */
export function readVariables(environment: Readonly<Record<string, string | undefined>>): Variables {
  const set = variableNames.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}

/** Names that look like ours and that nothing reads: most likely mistyped. */
export function unknownVariables(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(environment).filter((name) => name.startsWith('HX_') && !(name in variables));
}
