// The environment that the engine gets: an allow-list of the user's, hx's own settings and the cloud session's. Pure.
import type { HxPaths } from '../paths';

/** Needed to run at all, to reach Azure through a proxy, and to authenticate. Nothing that moves or weakens the state is among them. */
const allowed = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'PULUMI_ACCESS_TOKEN',
  'HX_KEEP_ALIASES',
  'SYSTEM_ACCESSTOKEN',
  'SYSTEM_OIDCREQUESTURI',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
]);
const allowedPrefixes = ['ARM_', 'AZURE_', 'DATABRICKS_'];

const isAllowed = (name: string): boolean => allowed.has(name) || allowedPrefixes.some((prefix) => name.startsWith(prefix));

export const allowedEnvironment = (environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value !== undefined && isAllowed(name) ? [[name, value]] : [])));

/** hx's own settings come last: no variable of the user or the session replaces them. */
export function engineEnvironment(
  paths: HxPaths,
  user: Readonly<Record<string, string | undefined>>,
  session: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    ...allowedEnvironment(user),
    ...session,
    PULUMI_HOME: paths.pulumiHome,
    PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
}
