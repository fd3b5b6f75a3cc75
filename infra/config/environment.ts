// The schema of infra/environments/*.yaml: every field, its unit and its bounds. What needs more than one file is in validate.ts.
import { z } from 'zod';

/** A DNS-safe short name: it becomes part of stack names, paths and resource names. */
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be lower case letters, digits and hyphens, start with a letter, and have at most 31 characters');
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a GUID');
const cidr = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/, 'must be an IPv4 address or range like 203.0.113.0/24');

export const databricksSchema = z.strictObject({
  sku: z.enum(['standard', 'premium', 'trial']),
  workers: z.strictObject({ min: z.int().min(1).max(100), max: z.int().min(1).max(100) }),
  nodeType: z.string().regex(/^Standard_[A-Za-z0-9_]+$/).default('Standard_D4ds_v5'),
  sparkVersion: z.string().default('16.4.x-scala2.12'),
  autoterminationMinutes: z.int().min(10).max(10000).default(30),
  warehouseSize: z.enum(['2X-Small', 'X-Small', 'Small', 'Medium', 'Large']).default('2X-Small'),
});

export const networkSchema = z.strictObject({
  /** Ranges that may reach storage, Key Vault and the registry. Private ones become private endpoints, 0.0.0.0/0 means open and is legal in dev alone. */
  allowedRanges: z.array(cidr).min(1).max(200),
  /** Address space of the region's VNet; must not overlap another region's of any environment. */
  addressSpace: cidr.optional(),
});

export const registrySchema = z.strictObject({ sku: z.enum(['Basic', 'Standard', 'Premium']) });

export const regionSchema = z.strictObject({
  primary: z.boolean().default(false),
  addressSpace: cidr,
  /** Overrides of the environment's values in this region alone. */
  databricks: databricksSchema.partial().optional(),
  network: networkSchema.partial().optional(),
  registry: registrySchema.partial().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

export const environmentSchema = z.strictObject({
  environment: slug,
  project: slug.default('hiscox-etl'),
  /** True where changes are confirmed by typing the name, stateful kinds are protected and locked, and policies are strictest. */
  protected: z.boolean().default(false),
  regions: z.record(slug, regionSchema),
  databricks: databricksSchema,
  network: networkSchema,
  keyVault: z.strictObject({ purgeProtection: z.boolean(), softDeleteDays: z.int().min(7).max(90) }),
  registry: registrySchema,
  retention: z.strictObject({
    /** Days; Log Analytics takes 30 to 730. */
    logDays: z.int().min(30).max(730),
    /** Days; storage soft delete takes 1 to 365. */
    blobDays: z.int().min(1).max(365),
    bronzeToCoolDays: z.int().min(0).max(99999),
    bronzeDeleteDays: z.int().min(1).max(99999),
  }),
  budget: z.strictObject({ monthlyAmount: z.number().positive(), currency: z.string().length(3).default('USD'), thresholds: z.array(z.number().positive().max(1000)).min(1).max(5) }),
  notifications: z.strictObject({ email: z.array(z.email()).min(1) }),
  approvers: z.strictObject({ required: z.int().min(0).max(6), people: z.array(z.email()) }),
  /** Waves of regions, deployed in order; regions of one wave side by side. */
  waves: z.array(z.array(slug).min(1)).min(1),
  policy: z.strictObject({ default: z.enum(['advisory', 'mandatory']), overrides: z.record(z.string(), z.enum(['advisory', 'mandatory', 'disabled'])).default({}) }),
  tags: z.record(z.string(), z.string()).default({}),
  azure: z.strictObject({ subscriptionId: guid, tenantId: guid }),
  state: z.strictObject({
    /** azblob://, https:// (Pulumi Cloud), s3://, gs:// or file://; used with --cloud azure alone. */
    backend: z.string().regex(/^(azblob|https|s3|gs|file):\/\//, 'must be a Pulumi backend URL'),
    secretsProvider: z.string().regex(/^(azurekeyvault:\/\/.+|passphrase|default)$/, 'must be azurekeyvault://…, passphrase or default'),
  }),
});

export type Environment = z.infer<typeof environmentSchema>;

/** The environment as one region sees it: overrides applied, defaults filled. What the programs get. */
export interface RegionSettings extends Omit<Environment, 'regions' | 'network'> {
  readonly region: string;
  readonly isPrimary: boolean;
  readonly addressSpace: string;
  readonly network: { readonly allowedRanges: readonly string[] };
}
