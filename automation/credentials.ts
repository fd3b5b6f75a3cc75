// Whether there are Azure credentials at all, before anything is written. Whether they are good, the cloud says.
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HxError } from './errors';
import type { CloudName } from './programs';

type Environment = Readonly<Record<string, string | undefined>>;

const isSet = (environment: Environment, ...names: readonly string[]): boolean => names.every((name) => (environment[name] ?? '') !== '');

/** A service principal by secret, certificate or OIDC, or a managed identity. */
const hasVariables = (environment: Environment): boolean => {
  if (isSet(environment, 'ARM_USE_MSI')) return true;
  if (!isSet(environment, 'ARM_CLIENT_ID', 'ARM_TENANT_ID')) return false;
  return [
    'ARM_CLIENT_SECRET',
    'ARM_CLIENT_CERTIFICATE_PATH',
    'ARM_OIDC_TOKEN',
    'ARM_OIDC_TOKEN_FILE_PATH',
    'ARM_OIDC_REQUEST_URL',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'SYSTEM_OIDCREQUESTURI',
  ].some((name) => isSet(environment, name));
};

/** `az login` leaves its token cache here; starting `az` to ask would take a second. */
const hasCliLogin = async (environment: Environment): Promise<boolean> => {
  const folder = environment['AZURE_CONFIG_DIR'] ?? join(environment['HOME'] ?? homedir(), '.azure');
  const present = await Promise.all(
    ['msal_token_cache.json', 'msal_token_cache.bin', 'service_principal_entries.json'].map((name) =>
      access(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return present.includes(true);
};

/** Throws HxError `authentication` naming what to type; the local cloud needs none. */
export async function mustHaveCredentials(cloud: CloudName, environment: Environment): Promise<void> {
  if (cloud === 'local' || hasVariables(environment) || (await hasCliLogin(environment))) return;
  throw new HxError('authentication', 'there are no Azure credentials: neither an az login nor ARM_CLIENT_ID, ARM_TENANT_ID and a secret or OIDC token', {
    suggestion: 'az login, or rehearse without Azure: --cloud local',
  });
}
