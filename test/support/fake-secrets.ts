// Values that look like secrets and are none: made at run time from a seed, so that no file of the project holds one.

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const alphabets = {
  digits,
  lower,
  hex: `${digits}abcdef`,
  lowerAlphanumeric: lower + digits,
  alphanumeric: upper + lower + digits,
  base64: `${upper}${lower}${digits}+/`,
  base32: `${upper}234567`,
} as const;

/** The same text for the same length, alphabet and seed. A linear congruential generator is random enough to look so. */
export function fake(alphabet: keyof typeof alphabets, length: number, seed = 7): string {
  const letters = alphabets[alphabet];
  let state = seed * 7919 + length;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return letters[Math.floor((state / 2_147_483_648) * letters.length)] ?? '';
  }).join('');
}

const base64Url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface FakeSecret {
  /** A row of checkov's catalogue, or what it is. */
  readonly kind: string;
  readonly name: string;
  readonly value: string;
}

const accountKey = `${fake('base64', 86)}==`;
const sas = `sv=2024-11-04&ss=b&srt=co&sp=rwdl&se=2027-01-01T00:00:00Z&sig=${encodeURIComponent(`${fake('base64', 43)}=`).replace(/%(?!3D$|2B|2F)/g, '%')}`;

/** One or more for each of checkov's CKV_SECRET rows, and those of Azure and Databricks that it lacks. */
export const fakeSecrets: readonly FakeSecret[] = [
  { kind: 'CKV_SECRET_1', name: 'artifactory_key', value: `AKC${fake('alphanumeric', 60)}` },
  { kind: 'CKV_SECRET_1', name: 'jfrog_password', value: `AP5${fake('alphanumeric', 30)}` },
  { kind: 'CKV_SECRET_2', name: 'aws_access_key_id', value: `AKIA${fake('base32', 16)}` },
  { kind: 'CKV_SECRET_2', name: 'aws_secret_access_key', value: fake('base64', 40) },
  { kind: 'CKV_SECRET_3', name: 'storage', value: `DefaultEndpointsProtocol=https;AccountName=lake;AccountKey=${accountKey};EndpointSuffix=core.windows.net` },
  { kind: 'CKV_SECRET_3', name: 'azure_storage_account_key', value: accountKey },
  { kind: 'CKV_SECRET_4', name: 'warehouse', value: `postgres://etl:${fake('alphanumeric', 14)}@warehouse.internal:5432/insurance` },
  { kind: 'CKV_SECRET_4', name: 'linked_service', value: `https://etl:${fake('alphanumeric', 8)}@feeds.partner.internal/daily` },
  { kind: 'CKV_SECRET_5', name: 'cloudant_password', value: fake('hex', 64) },
  { kind: 'CKV_SECRET_5', name: 'cl_key', value: fake('lower', 24) },
  { kind: 'CKV_SECRET_6', name: 'warehouse_password', value: `${fake('base64', 42)}==` },
  { kind: 'CKV_SECRET_7', name: 'ibm_cloud_api_key', value: fake('alphanumeric', 44) },
  { kind: 'CKV_SECRET_8', name: 'cos_hmac_secret_access_key', value: fake('hex', 48) },
  {
    kind: 'CKV_SECRET_9',
    name: 'bearer',
    value: `${base64Url({ alg: 'HS256', typ: 'JWT' })}.${base64Url({ sub: 'etl', name: 'nobody', iat: 1 })}.${fake('alphanumeric', 43)}`,
  },
  { kind: 'CKV_SECRET_10', name: 'db_password', value: `Wind${fake('digits', 6)}mill!Kv` },
  { kind: 'CKV_SECRET_11', name: 'mailchimp', value: `${fake('hex', 32)}-us12` },
  { kind: 'CKV_SECRET_12', name: 'npm', value: `npm_${fake('alphanumeric', 36)}` },
  { kind: 'CKV_SECRET_14', name: 'slack', value: `xoxb-${fake('digits', 12)}-${fake('digits', 13)}-${fake('alphanumeric', 24)}` },
  {
    kind: 'CKV_SECRET_14',
    name: 'slack_hook',
    value: `https://hooks.slack.com/services/T${fake('alphanumeric', 8)}/B${fake('alphanumeric', 8)}/${fake('alphanumeric', 24)}`,
  },
  { kind: 'CKV_SECRET_15', name: 'softlayer_api_key', value: fake('lowerAlphanumeric', 64) },
  { kind: 'CKV_SECRET_16', name: 'square', value: `sq0csp-${fake('alphanumeric', 43)}` },
  { kind: 'CKV_SECRET_17', name: 'stripe', value: `sk_live_${fake('alphanumeric', 24)}` },
  { kind: 'CKV_SECRET_17', name: 'stripe_restricted', value: `rk_live_${fake('alphanumeric', 24)}` },
  { kind: 'CKV_SECRET_18', name: 'twilio_account', value: `AC${fake('hex', 32)}` },
  { kind: 'CKV_SECRET_18', name: 'twilio_key', value: `SK${fake('hex', 32)}` },
  { kind: 'CKV_SECRET_19', name: 'service_key', value: fake('hex', 64) },
  { kind: 'SAS', name: 'container', value: `https://lake.blob.core.windows.net/bronze?${sas}` },
  { kind: 'Entra client secret', name: 'sp', value: `aB1${fake('digits', 1)}Q~${fake('alphanumeric', 34)}` },
  { kind: 'Databricks token', name: 'databricks', value: `dapi${fake('hex', 32)}` },
  { kind: 'Databricks token', name: 'databricks_azure', value: `dapi${fake('hex', 32, 9)}-2` },
  { kind: 'Databricks OAuth secret', name: 'databricks_oauth', value: `dose${fake('hex', 32)}` },
  { kind: 'Service Bus key', name: 'bus', value: `Endpoint=sb://etl.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${fake('base64', 43)}=` },
  { kind: 'registry key', name: 'acr', value: `${fake('alphanumeric', 42)}+ACRA${fake('alphanumeric', 5)}` },
  {
    kind: 'SQL connection string',
    name: 'sql',
    value: `Server=tcp:etl.database.windows.net,1433;Database=dw;User ID=etl;Password=${fake('alphanumeric', 12)};Encrypt=True`,
  },
  { kind: 'ODBC connection string', name: 'odbc', value: `host=warehouse port=5432 dbname=dw user=etl password=${fake('alphanumeric', 12)}` },
  { kind: 'GitHub token', name: 'github', value: `ghp_${fake('alphanumeric', 36)}` },
];

/** A key whose body is no key: CKV_SECRET_13. */
export const fakePrivateKey = [`-----BEGIN RSA PRIVATE KEY-----`, fake('base64', 64), fake('base64', 64, 8), `-----END RSA PRIVATE KEY-----`].join('\n');

/** The secret as a line of a file of this kind. */
export const lineIn: Readonly<Record<'ts' | 'env' | 'yaml', (secret: FakeSecret) => string>> = {
  ts: ({ name, value }) => `export const ${name} = '${value}';`,
  env: ({ name, value }) => `${name.toUpperCase()}=${value}`,
  yaml: ({ name, value }) => `${name}: ${value}`,
};
