// The schema of infra/environments/*.yaml: every field, its unit and its bounds. What needs two fields or two files is in validate.ts.
import { z } from 'zod';

/** A DNS-safe short name: it becomes part of stack names, paths and resource names. */
export const slugPattern = /^[a-z][a-z0-9-]{0,30}$/;

const slug = (what: string) =>
  z.string().regex(slugPattern, `${what} must be lower case letters, digits and hyphens, start with a letter, and have at most 31 characters`);
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a GUID like 00000000-0000-0000-0000-000000000001');
/** Form only; octets, prefix and host bits are judged in ip-ranges.ts, which can say what to write instead. */
const cidr = z.string().regex(/^[0-9./]{1,20}$/, 'must be an IPv4 address or range like 203.0.113.0/24');
const email = z.email('must be an e-mail address like team@example.com');
const percent = z.number().positive().max(1000);
const tags = z.record(z.string(), z.string());

/** Microsoft ended Databricks' standard tier: no new workspaces from the first date, all upgraded on the second. */
export const databricksStandardRetired = { noNewFrom: '2026-04-01', upgradedOn: '2026-10-01' } as const;

const skuProblem = (input: unknown): string =>
  input === 'standard'
    ? `the standard tier is retired: Azure makes no new standard workspaces since ${databricksStandardRetired.noNewFrom} ` +
      `and upgraded the existing ones to premium on ${databricksStandardRetired.upgradedOn}`
    : input === 'trial'
      ? 'a trial workspace ends after 14 days and takes its data with it'
      : 'must be premium, the only tier that Azure still creates';

const databricksFields = {
  sku: z
    .enum(['premium'], { error: (issue) => skuProblem(issue.input) })
    .meta({ description: 'Pricing tier. premium is the only one: Azure retired standard.' }),
  workers: z
    .strictObject({ min: z.int().min(1).max(100), max: z.int().min(1).max(100) })
    .meta({ description: 'Autoscaling range of the ETL cluster, in workers; the driver comes on top.' }),
  nodeType: z
    .string()
    .regex(/^Standard_[A-Za-z0-9_]{1,40}$/, 'must be an Azure VM size like Standard_D4ds_v5')
    .meta({ description: 'Azure VM size of driver and workers.' }),
  sparkVersion: z
    .string()
    .regex(/^[0-9a-z][0-9a-z.-]{2,60}$/, 'must be a Databricks runtime like 16.4.x-scala2.12')
    .meta({ description: 'Databricks runtime.' }),
  autoterminationMinutes: z.int().min(10).max(10000).meta({ description: 'Minutes without work after which the cluster stops.' }),
  warehouseSize: z.enum(['2X-Small', 'X-Small', 'Small', 'Medium', 'Large']).meta({ description: 'Size of the SQL warehouse that dbt uses.' }),
};

export const databricksSchema = z.strictObject({
  ...databricksFields,
  nodeType: databricksFields.nodeType.default('Standard_D4ds_v5'),
  sparkVersion: databricksFields.sparkVersion.default('16.4.x-scala2.12'),
  autoterminationMinutes: databricksFields.autoterminationMinutes.default(30),
  warehouseSize: databricksFields.warehouseSize.default('2X-Small'),
});

const allowedRanges = z.array(cidr).min(1).max(200).meta({
  description:
    'IPv4 ranges that may reach storage, Key Vault, the registry and Databricks. Public ones become IP rules, private ones private endpoints; 0.0.0.0/0 means open, in dev alone.',
});
export const networkSchema = z.strictObject({ allowedRanges });

const registryTier = z.enum(['Basic', 'Standard', 'Premium']).meta({ description: 'Premium alone has IP rules and private endpoints.' });
export const registrySchema = z.strictObject({ sku: registryTier });

/** Overrides carry no defaults: a default here would silently replace the environment's own value. */
export const regionSchema = z.strictObject({
  primary: z.boolean().default(false).meta({ description: 'True in exactly one region of an environment; it is deployed first.' }),
  addressSpace: cidr.meta({ description: "The VNet's address space, /16 to /24, overlapping no other region of any environment." }),
  databricks: z
    .strictObject({ ...databricksFields, workers: databricksFields.workers.partial() })
    .partial()
    .optional(),
  network: networkSchema.optional(),
  registry: registrySchema.optional(),
  tags: tags.optional(),
});

export const environmentSchema = z.strictObject({
  environment: slug('an environment name').meta({ description: "The environment's name; the file is named after it." }),
  project: slug('a project name').default('hiscox-etl').meta({ description: 'First part of every resource name.' }),
  protected: z.boolean().default(false).meta({
    description: 'True where changes are confirmed by typing the name, stateful kinds are protected and locked, and policies are strictest.',
  }),
  regions: z.record(slug('a region'), regionSchema),
  databricks: databricksSchema,
  network: networkSchema,
  keyVault: z.strictObject({
    purgeProtection: z.boolean().meta({ description: 'Once on it can never be turned off, and nobody can purge the vault early.' }),
    softDeleteDays: z.int().min(7).max(90).meta({ description: 'Days a deleted vault is kept; fixed when the vault is created.' }),
  }),
  registry: registrySchema,
  retention: z.strictObject({
    logDays: z.int().min(30).max(730).meta({ description: 'Days Log Analytics keeps logs.' }),
    blobDays: z.int().min(1).max(365).meta({ description: 'Days a deleted blob can be restored.' }),
    bronzeToCoolDays: z.int().min(0).max(99999).meta({ description: 'Days after which bronze data moves to the cool tier.' }),
    bronzeDeleteDays: z.int().min(1).max(99999).meta({ description: 'Days after which bronze data is deleted.' }),
  }),
  budget: z.strictObject({
    monthlyAmount: z.number().positive().meta({ description: "Per region and month, in the subscription's billing currency." }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code like USD')
      .default('USD')
      .meta({ description: 'For people; Azure bills in its own currency.' }),
    thresholds: z.array(percent).min(1).max(5).meta({ description: 'Per cent of the amount at which mail is sent, ascending.' }),
  }),
  notifications: z.strictObject({ email: z.array(email).min(1).max(50) }),
  approvers: z.strictObject({ required: z.int().min(0).max(6), people: z.array(email).max(100) }),
  waves: z
    .array(z.array(slug('a region')).min(1))
    .min(1)
    .meta({ description: 'Regions in the order of deployment; regions of one wave side by side.' }),
  policy: z.strictObject({
    default: z
      .enum(['advisory', 'mandatory'])
      .meta({ description: 'advisory: violations are shown and stop nothing; mandatory: each policy has its own level.' }),
    overrides: z
      .record(z.string(), z.enum(['advisory', 'mandatory', 'remediate', 'disabled']))
      .default({})
      .meta({
        description: 'Levels of single policies, by id. remediate sets the right value where the policy can; disabled ones are named in every report.',
      }),
  }),
  tags: tags.default({}),
  azure: z.strictObject({ subscriptionId: guid, tenantId: guid }),
  state: z.strictObject({
    backend: z
      .string()
      .regex(/^(azblob|https|s3|gs|file):\/\/\S+$/, 'must be a Pulumi backend URL: azblob://, https://, s3://, gs:// or file://')
      .meta({ description: 'Where the state lives with --cloud azure; the local cloud has its own.' }),
    secretsProvider: z
      .string()
      .regex(/^(azurekeyvault:\/\/\S+|passphrase|default)$/, 'must be azurekeyvault://<vault>.vault.azure.net/keys/<key>, passphrase or default')
      .meta({ description: 'What encrypts secrets in the state.' }),
  }),
});

export type Environment = z.infer<typeof environmentSchema>;

/** The environment as one region sees it: overrides applied, defaults filled. What the programs get. Plain JSON. */
export interface RegionSettings extends Omit<Environment, 'regions'> {
  /** An Azure region's name: "eastus". */
  readonly region: string;
  readonly isPrimary: boolean;
  /** IPv4 range of the region's VNet, /16 to /24. */
  readonly addressSpace: string;
  /** Set by the driver, not in a file: a deleted vault of this name is there and is to be brought back. */
  readonly recoverKeyVault?: boolean;
}
