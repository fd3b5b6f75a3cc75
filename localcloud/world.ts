// What a rule may ask of the stored world: a read-only view inside the transaction of the write that is being judged.
import type { StoredResource } from './kind';

export interface SoftDeleted {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly deletedAt: string;
  readonly purgeAt: string;
  readonly isPurgeable: boolean;
  /** Region that it was in, where it had one. */
  readonly location?: string;
}

export interface World {
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** Host of the Databricks workspace that the provider is configured for; undefined for azure-native. */
  readonly host: string | undefined;
  /** The Azure resource of that workspace. */
  readonly workspace: StoredResource | undefined;
  /** ARM ids compare without regard to case. Ids of Databricks objects are per workspace and kind: give their token. */
  get(id: string, token?: string): StoredResource | undefined;
  /** All resources of a token, or all below an id (children, grandchildren, …), or both. A Databricks token lists the provider's workspace. */
  list(filter: { readonly token?: string; readonly under?: string }): readonly StoredResource[];
  /** One that still holds its name: its retention has not run out and nobody purged it. */
  softDeleted(token: string, name: string): SoftDeleted | undefined;
  isExpired(deleted: SoftDeleted): boolean;
  /** True where a global name is taken by something that this subscription can't see. */
  isForeignName(domain: string, name: string): boolean;
}
