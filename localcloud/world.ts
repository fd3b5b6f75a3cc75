// What a rule may ask of the stored world: a read-only view inside the transaction of the write that is being judged.
import type { StoredResource } from './kind';

export interface SoftDeleted {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly deletedAt: string;
  readonly purgeAt: string;
  readonly isPurgeable: boolean;
}

export interface World {
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** Ids compare without regard to case, as ARM's do. */
  get(id: string): StoredResource | undefined;
  /** All resources of a token, or all below an id (children, grandchildren, …), or both. */
  list(filter: { readonly token?: string; readonly under?: string }): readonly StoredResource[];
  softDeleted(token: string, name: string): SoftDeleted | undefined;
  /** True where a global name is taken by something that this subscription can't see. */
  isForeignName(domain: string, name: string): boolean;
}
