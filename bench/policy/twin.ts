// What the made-up platform of the policy benchmark is made of: one resource in Pulumi's words and in Terraform's.
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Body = { readonly [key: string]: Json };

export interface TerraformResource {
  readonly type: string;
  readonly name: string;
  readonly body: Body;
}

/** What is a property of another resource in Terraform has no `terraform`; what takes two resources there has two. */
export interface Twin {
  /** Pulumi's type token. */
  readonly token: string;
  readonly name: string;
  readonly inputs: Body;
  /** Input → names of the resources that it is made from. */
  readonly madeFrom?: Readonly<Record<string, readonly string[]>>;
  readonly terraform?: readonly TerraformResource[];
}

/** True for a property that is as it should be. */
export type Coin = () => boolean;

export const group = '/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg-example';
export const common: Body = { resourceGroupName: 'rg-example', location: 'eastus', tags: { env: 'bench', owner: 'etl' } };
export const commonTerraform: Body = { resource_group_name: 'rg-example', location: 'eastus', tags: { env: 'bench', owner: 'etl' } };
export const access = (isOff: boolean): string => (isOff ? 'Disabled' : 'Enabled');
