// Finds credentials that stand in a linked service itself, in whatever property and whatever notation. Never shows one.
import { isOneOf } from '../../compare';
import { Secret, Unknown, UnknownValueError, isList, isProperties, type Properties, type Value } from '../../value';

export interface PlainCredential {
  readonly path: string;
  readonly message: string;
}

/** Properties that hold a credential where they hold text. What encryptedCredential holds was encrypted by the runtime. */
const credentialNames = new Set(
  [
    ...[
      'accessKey',
      'accessToken',
      'accessTokenSecret',
      'accountKey',
      'apiKey',
      'apiToken',
      'clientKey',
      'clientSecret',
      'clusterPassword',
      'clusterSshPassword',
    ],
    ...['consumerSecret', 'credential', 'credString', 'developerToken', 'functionKey', 'key', 'keyFileContent', 'mwsAuthToken', 'passPhrase', 'passphrase'],
    ...[
      'password',
      'privateKey',
      'privateKeyContent',
      'privateKeyPassphrase',
      'pwd',
      'refreshToken',
      'sasToken',
      'secretAccessKey',
      'secretKey',
      'securityToken',
    ],
    ...[
      'servicePrincipalCredential',
      'servicePrincipalEmbeddedCert',
      'servicePrincipalEmbeddedCertPassword',
      'servicePrincipalKey',
      'sessionToken',
      'sslKey',
      'userToken',
    ],
  ].map((name) => name.toLowerCase()),
);
/** Every text below these is a credential, whatever its name. */
const credentialMaps = ['authHeaders'];
/** Settings of clusters: by their names, since most of them are harmless. */
const settingMaps = ['newClusterSparkConf', 'newClusterSparkEnvVars'];
const secretSetting = /account\.key|password|secret|token|sas\.fixed|access_?key|api_?key/i;
const harmlessSetting = /provider|type$/i;
/** Properties whose text may be known late and would hold a credential then. */
const connectionNames = ['connectionString', 'sasUri'];

const part =
  /(?:^|[;?&\s])\s*(account ?key|shared ?access ?key|shared ?access ?signature|password|pwd|passwd|user ?password|secret|client ?secret|secret ?key|access ?key|secret ?access ?key|api ?key|access ?token|auth ?token|token|sig)\s*=\s*("[^"]*"|'[^']*'|[^;&]*)/gi;
const userInfo = /\/\/[^/\s:@]+:[^/\s@]+@/;

/** Credentials below `properties`. Throws UnknownValueError where there is none, and what holds one is not known yet. */
export function plainCredentials(properties: Value | undefined): readonly PlainCredential[] {
  const search = new Search();
  if (properties !== undefined) search.visit(properties, 'properties', '', false);
  if (search.found.length === 0 && search.unread !== undefined) throw search.unread;
  return search.found;
}

class Search {
  readonly found: PlainCredential[] = [];
  unread: UnknownValueError | undefined;

  /** `isCredential`: the value is one wherever it is text. */
  visit(value: Value, path: string, name: string, isCredential: boolean): void {
    if (value instanceof Secret) this.visit(value.value, path, name, isCredential);
    else if (value instanceof Unknown) {
      if (isCredential || isOneOf(name, connectionNames)) this.unread ??= new UnknownValueError(path, value.why);
    } else if (typeof value === 'string') this.visitText(value, path, isCredential);
    else if (isList(value)) value.forEach((item, index) => this.visit(item, `${path}.${index}`, name, isCredential));
    else if (isProperties(value)) this.visitObject(value, path, name);
  }

  private visitText(text: string, path: string, isCredential: boolean): void {
    if (isCredential && isLiteral(text)) this.found.push({ path, message: 'holds a credential in plain text' });
    else if (!isCredential) {
      const name = partIn(text);
      if (name !== undefined) this.found.push({ path, message: `holds a credential in plain text: ${name}` });
    }
  }

  private visitObject(value: Properties, path: string, name: string): void {
    const type = value['type'];
    if (isOneOf(typeof type === 'string' ? type : undefined, ['AzureKeyVaultSecret'])) return;
    if (isOneOf(typeof type === 'string' ? type : undefined, ['SecureString'])) {
      // A parameter has a default, a property a value.
      const key = value['value'] === undefined ? 'defaultValue' : 'value';
      const given = value['value'] ?? value['defaultValue'];
      if (isGiven(given)) this.found.push({ path: `${path}.${key}`, message: 'holds a credential itself, as a SecureString' });
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const isInMap = isOneOf(name, credentialMaps) || (isOneOf(name, settingMaps) && secretSetting.test(key) && !harmlessSetting.test(key));
      this.visit(item, `${path}.${key}`, key === 'value' || key === 'defaultValue' ? name : key, isInMap || isCredentialName(key, name));
    }
  }
}

/** `{ value: …, type: 'Expression' }` and the default of a parameter stand for the property around them. */
const isCredentialName = (key: string, around: string): boolean =>
  credentialNames.has((key === 'value' || key === 'defaultValue' ? around : key).toLowerCase());

const isGiven = (value: Value | undefined): boolean => {
  if (value instanceof Secret) return isGiven(value.value);
  if (value instanceof Unknown) return true;
  return typeof value === 'string' ? isLiteral(value) : value !== undefined && value !== null;
};

/** Neither empty, nor an expression of Data Factory, nor a reference to a secret of Databricks, nor a mask. */
const isLiteral = (text: string): boolean => {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  return !(trimmed === '' || /^@(?!@)/.test(trimmed) || /^\{\{secrets\/.*\}\}$/.test(trimmed) || /^\*+$/.test(trimmed));
};

/** What the text of a connection gives away: the name before the "=", or "user:password@". */
function partIn(text: string): string | undefined {
  for (const [, name = '', value = ''] of text.matchAll(part)) if (isLiteral(value)) return `${name}=`;
  return userInfo.test(text) ? 'a password in an address' : undefined;
}
