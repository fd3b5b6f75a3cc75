// Whether hx could sign in to Azure: variables of a service principal or of OIDC, else the Azure CLI. Reads no secret's value.
import { problemOf, type Finding, type Probe, type ProbeContext } from './probe';

const proofs: Readonly<Record<string, readonly string[]>> = {
  'service principal with a secret': ['ARM_CLIENT_SECRET'],
  'service principal with a certificate': ['ARM_CLIENT_CERTIFICATE_PATH'],
  'OIDC token': ['ARM_OIDC_TOKEN'],
  'OIDC token file': ['ARM_OIDC_TOKEN_FILE_PATH'],
  'OIDC of the CI run': ['ARM_OIDC_REQUEST_URL', 'ARM_OIDC_REQUEST_TOKEN'],
  'OIDC of GitHub Actions': ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
};

/** What the environment's variables amount to, or which one is missing; undefined where there is none at all. */
export function readArmVariables(environment: ProbeContext['environment']): { readonly found: string; readonly isComplete: boolean } | undefined {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (/^(true|1)$/i.test(environment['ARM_USE_MSI'] ?? '')) return { found: 'managed identity (ARM_USE_MSI)', isComplete: true };
  const proof = Object.entries(proofs).find(([, names]) => names.every(isSet));
  const identity = ['ARM_CLIENT_ID', 'ARM_TENANT_ID', 'ARM_SUBSCRIPTION_ID'];
  if (!identity.some(isSet) && !isSet('ARM_CLIENT_SECRET')) return undefined;
  const absent = identity.filter((name) => !isSet(name));
  if (proof !== undefined && absent.length === 0) return { found: proof[0], isComplete: true };
  return {
    found: `incomplete: ${[...absent, ...(proof === undefined ? ['a secret, a certificate or an OIDC token'] : [])].join(', ')} not set`,
    isComplete: false,
  };
}

export const azureCredentials: Probe = {
  name: 'azure-credentials',
  wanted: 'ARM_* variables or a signed-in Azure CLI',
  why: 'only --cloud azure signs in; --cloud local does without',
  run: async (context): Promise<Finding> => {
    const absent = context.cloud === 'azure' ? 'missing' : 'optional-missing';
    const variables = readArmVariables(context.environment);
    if (variables?.isComplete === true) return { status: 'ok', found: variables.found };
    const fix = 'az login, or set ARM_CLIENT_ID, ARM_TENANT_ID, ARM_SUBSCRIPTION_ID and ARM_CLIENT_SECRET (or OIDC)';
    if (variables !== undefined) return { status: absent, found: variables.found, fix };
    const answer = await context.ask('az', ['account', 'show', '--query', 'name', '--output', 'tsv']);
    if (answer.state === 'ended' && answer.exitCode === 0) return { status: 'ok', found: `Azure CLI, subscription ${answer.stdout.trim()}` };
    return { status: absent, ...(answer.state === 'not-found' ? {} : { found: problemOf('az', answer) }), fix };
  },
};
