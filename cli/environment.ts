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
  HX_KEEP_ALIASES: {
    about:
      '1: keep the version aliases of azure-native resources. Needed once for stacks that another tool wrote under an older API version; costs time and memory.',
  },
  HX_ENVIRONMENT: { about: 'ETL: dev, staging or prod. What hx starts gets it from the target.' },
  HX_SLOT_SCHEMA: { about: "ETL: the slot's schema, such as insurance_green. What hx starts gets it from the stack's outputs." },
  HX_LIVE_SCHEMA: { about: "ETL: schema of the views that readers see. What hx starts gets it from the stack's outputs." },
  HX_BLUE_SCHEMA: { about: "ETL: schema of the blue slot. What hx starts gets it from the stack's outputs." },
  HX_GREEN_SCHEMA: { about: "ETL: schema of the green slot. What hx starts gets it from the stack's outputs." },
  HX_HISTORY_SCHEMA: { about: "ETL: schema of the quality results. What hx starts gets it from the stack's outputs.", fallback: "the slot's schema" },
  HX_LANDING_DIR: { about: 'ETL: folder of the delivery, where --source is absent.' },
  HX_WAREHOUSE: { about: 'ETL: postgres or databricks, where both are configured. What hx starts gets it from the target.' },
  HX_WAREHOUSE_URL: { about: 'ETL: the PostgreSQL to work on, as a URL or conninfo; hx itself never uses it.', isSecret: true },
  HX_CATALOG: { about: "ETL: Databricks' catalog. What hx starts gets it from the stack's outputs." },
  HX_STAGE_DIR: { about: "ETL: volume for files on their way into Databricks. What hx starts gets it from the stack's outputs." },
  HX_QUALITY_CHECKS: { about: 'ETL: another checks.yml.', fallback: 'app/quality/checks.yml' },
  HX_DBT_PROJECT: { about: 'ETL: another dbt project.', fallback: 'app/dbt' },
  HX_TELEMETRY_FILE: { about: 'ETL: write telemetry to this file, where no Application Insights and no OTLP endpoint is set.' },
  CI: { about: 'Any value but false or 0: one line an event, no prompts.' },
  GITHUB_ACTIONS: { about: 'Set by GitHub Actions: counts as CI.' },
  GITHUB_SERVER_URL: { about: 'Set by GitHub Actions: with GITHUB_REPOSITORY and GITHUB_RUN_ID the link of the run in locks and the audit log.' },
  GITHUB_REPOSITORY: { about: 'Set by GitHub Actions, see GITHUB_SERVER_URL.' },
  GITHUB_RUN_ID: { about: 'Set by GitHub Actions, see GITHUB_SERVER_URL.' },
  TF_BUILD: { about: 'Set by Azure Pipelines: counts as CI.' },
  SYSTEM_COLLECTIONURI: { about: 'Set by Azure Pipelines: with SYSTEM_TEAMPROJECT and BUILD_BUILDID the link of the run in locks and the audit log.' },
  SYSTEM_TEAMPROJECT: { about: 'Set by Azure Pipelines, see SYSTEM_COLLECTIONURI.' },
  BUILD_BUILDID: { about: 'Set by Azure Pipelines, see SYSTEM_COLLECTIONURI.' },
  NO_COLOR: { about: 'Any value: no colour.' },
  CLICOLOR: { about: '0: no colour.' },
  CLICOLOR_FORCE: { about: 'Any value but 0: colour also where the output is no terminal.' },
  TERM: { about: 'dumb: no colour, no drawing.' },
  COLUMNS: { about: 'Width of the output where it is no terminal.', fallback: '100' },
  PATH: { about: 'Where a fitting pulumi, go, git, docker, python and psql are looked for.' },
  HOME: { about: 'Home folder: for the default of XDG_CACHE_HOME and of AZURE_CONFIG_DIR.' },
  XDG_CACHE_HOME: { about: 'Cache folder of the user.', fallback: '~/.cache' },
  XDG_RUNTIME_DIR: { about: "Where the socket of a person's own Docker daemon is looked for." },
  LOCALAPPDATA: { about: 'Windows: cache folder of the user.' },
  NODE_COMPILE_CACHE: { about: 'Folder of compiled code, for a faster start.', fallback: 'compile in HX_CACHE' },
  AZURE_CONFIG_DIR: { about: 'Folder of the Azure CLI, whose login is a credential.', fallback: '~/.azure' },
  ARM_CLIENT_ID: { about: 'Service principal, or application of a federated identity, to sign in to Azure with.' },
  ARM_TENANT_ID: { about: 'Tenant to sign in to.' },
  ARM_SUBSCRIPTION_ID: { about: "Subscription; the environment's own setting wins." },
  ARM_CLIENT_SECRET: { about: 'Secret of the service principal.', isSecret: true },
  ARM_CLIENT_CERTIFICATE_PATH: { about: 'Certificate of the service principal.' },
  ARM_USE_MSI: { about: 'true: sign in with the managed identity of the machine.' },
  ARM_OIDC_TOKEN: { about: 'Federated token to sign in with.', isSecret: true },
  ARM_OIDC_TOKEN_FILE_PATH: { about: 'The same, from a file.' },
  ARM_OIDC_REQUEST_URL: { about: 'Where a federated token is asked for, with ARM_OIDC_REQUEST_TOKEN.' },
  ARM_OIDC_REQUEST_TOKEN: { about: 'Right to ask for a federated token.', isSecret: true },
  ACTIONS_ID_TOKEN_REQUEST_URL: { about: 'Set by GitHub Actions with id-token: write: where a federated token is asked for.' },
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: { about: 'Set by GitHub Actions: right to ask for a federated token.', isSecret: true },
  SYSTEM_OIDCREQUESTURI: { about: 'Set by Azure Pipelines: where a federated token is asked for.' },
  SYSTEM_ACCESSTOKEN: { about: 'Mapped in Azure Pipelines: right to ask for a federated token.', isSecret: true },
  PULUMI_ACCESS_TOKEN: { about: 'Token of Pulumi Cloud, where an environment keeps its state there.', isSecret: true },
  HTTP_PROXY: { about: 'Proxy, handed on to the engine and its providers.' },
  HTTPS_PROXY: { about: 'Proxy, handed on to the engine and its providers.' },
  NO_PROXY: { about: 'Hosts that are reached without the proxy, handed on to the engine and its providers.' },
  SSL_CERT_FILE: { about: 'Certificates to trust, handed on to the engine and its providers.' },
  SSL_CERT_DIR: { about: 'Folder of certificates to trust, handed on to the engine and its providers.' },
  NODE_EXTRA_CA_CERTS: { about: 'Certificates to trust, handed on to the programs.' },
} as const satisfies Readonly<Record<string, Variable>>;

/** Families that are handed on to the engine and its providers as they are. */
export const passedOn = 'Every other variable that starts with ARM_, AZURE_ or DATABRICKS_ is handed on to the providers as it is.';

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

/** Names that look like ours and that nothing reads: most likely mistyped. Those of the project's own tests are left alone. */
export function unknownVariables(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(environment).filter((name) => name.startsWith('HX_') && !name.startsWith('HX_TEST_') && !(name in variables));
}
