// What one resource kind adds to the generic semantics of the local cloud. One file a kind under azure/ and databricks/; no I/O here.
import type { World } from './world';

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value } | Unknown;
/** A property value that is not known yet (preview). Rules skip what they can't see. */
export const unknown: unique symbol = Symbol('unknown');
// The wide type: a unique symbol would be widened in every inferred type, and no longer fit.
export type Unknown = symbol;
/**
 * Secrets arrive unwrapped. An asset or archive arrives as `{ $asset: <sha256 of its content>, text?: string }`; a kind that needs only
 * to notice a change stores the hash.
 */
export type Properties = { [key: string]: Value };

/** Refusal found by looking at the inputs alone: reported at Check, so preview shows it before anything is changed. */
export interface CheckContext {
  /** With defaults and the automatic name filled in; values may be unknown: use `isKnown`, or let a comparison fail. */
  readonly inputs: Properties;
  /** Inputs of the existing resource on an update, else undefined. */
  readonly before: Properties | undefined;
  /** ISO 8601 time of the call: some rules are about today. */
  readonly now: string;
  /** `code` is the cloud's own error code; the message is worded as the cloud words it. */
  readonly refuse: (path: string, code: string, message: string) => void;
}

/**
 * Refusal that needs to see the world: raised at create and update, with the cloud's HTTP status and error shape. On a create over an
 * existing resource it runs before the generic refusal and sees that resource by `world.get(id)`: a kind may answer with its own code.
 */
export interface AdmitContext {
  readonly operation: 'create' | 'update' | 'delete';
  readonly id: string;
  readonly inputs: Properties;
  /** Stored resource before an update or a delete. */
  readonly before: StoredResource | undefined;
  readonly world: World;
  /** ISO 8601 time of the call. */
  readonly now: string;
  /** Throws; nothing is written. */
  readonly refuse: (status: number, code: string, message: string) => never;
}

export interface OutputContext {
  readonly id: string;
  readonly inputs: Properties;
  /** Outputs of the previous write: keep what the cloud would keep (generated ids, creation time, secret versions). */
  readonly before: StoredResource | undefined;
  readonly world: World;
  /** Deterministic per resource id and label: the same resource gets the same generated value on every machine. Lower case. */
  readonly guid: (label: string) => string;
  readonly digits: (label: string, length: number) => string;
  readonly hex: (label: string, length: number) => string;
  /** ISO 8601 time of the write. */
  readonly now: string;
}

export interface StoredResource {
  readonly id: string;
  readonly token: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What the cloud writes by itself beside the write that was asked for, in the same transaction. */
export type SideWrite =
  | { readonly put: StoredResource }
  /** Deletes the resource and everything below it; nothing happens where it does not exist. Databricks objects need their token. */
  | { readonly delete: string; readonly token?: string };

export interface SideContext {
  readonly operation: 'create' | 'update' | 'delete';
  /** As written; on a delete, as it was. */
  readonly stored: StoredResource;
  readonly before: StoredResource | undefined;
  readonly world: World;
}

/** Everything that differs from one kind to the next. Required and unknown properties, types and enums come from the SDK's generated schema. */
export interface Kind {
  /** Without API version: "azure-native:storage:StorageAccount", "databricks:index/cluster:Cluster". */
  readonly token: string;
  /** "Microsoft.Storage/storageAccounts", or for Databricks the REST noun: "clusters". Shown in errors and `hx cloud log`. */
  readonly type: string;
  readonly apiVersion: string;
  /**
   * Id template whose placeholders are input properties, e.g.
   * "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}".
   * Changing a placeholder's property replaces the resource. `{scope}` may hold slashes. Databricks kinds whose id the service
   * generates leave it out and give `id`.
   */
  readonly path?: string;
  readonly id?: (ctx: Omit<OutputContext, 'id' | 'before'>) => string;
  /** Rules for the name property: refused at Check. */
  readonly name?: { readonly property: string; readonly pattern: RegExp; readonly code: string; readonly message: string };
  /** Set where names are unique over all subscriptions; kinds with the same `domain` share one name space. */
  readonly globalName?: { readonly domain: string; readonly code: string; readonly message: (name: string) => string };
  /** Where the name input is absent: "suffix" (logical name + 8 hex; the default directly in a group), "copy" (the default below a parent), "uuid". */
  readonly autoName?: 'suffix' | 'copy' | 'uuid' | 'none';
  /** Name that the cloud forces, e.g. "default" for a storage account's blob service: an upsert, created with its parent, reset by delete. */
  readonly isSingleton?: boolean;
  /** Where `location` comes from when the input is absent; "none" for kinds without one. */
  readonly location: 'required' | 'from-resource-group' | 'global' | 'none';
  /**
   * Dotted input paths (array elements as `[]`) whose change plans a replacement. Without "location" here, a changed location is
   * refused with 409 InvalidResourceLocation, as ARM does.
   */
  readonly replaceOn?: readonly string[];
  /** Dotted output or input paths that hold secrets. */
  readonly secrets?: readonly string[];
  /** Fills what the provider or the cloud fills when the input is absent; must not overwrite a given value. */
  readonly defaults?: (inputs: Properties) => Properties;
  /** Dotted input paths (array elements as `[]`) whose values the kind judges itself where the SDK's enum is too narrow: a combination, another case. */
  readonly ownEnums?: readonly string[];
  readonly check?: (ctx: CheckContext) => void;
  readonly admit?: (ctx: AdmitContext) => void;
  /**
   * Computed outputs, merged deeply over the inputs (arrays as a whole; `null` removes a property). `id`, `name`, `type`, `location`,
   * `tags`, `azureApiVersion`, `provisioningState` are generic.
   */
  readonly outputs?: (ctx: OutputContext) => Properties;
  /** Dotted output paths that every update renews (a secret's version): unknown in the preview of an update. */
  readonly renewed?: readonly string[];
  /** Outputs that follow other resources (a network's subnets), merged deeply over the stored ones at every read. */
  readonly view?: (stored: StoredResource, world: World) => Properties;
  /** Resources that the cloud writes or deletes beside this one: a Databricks workspace's managed group, a private endpoint's NIC. */
  readonly beside?: (ctx: SideContext) => readonly SideWrite[];
  /** Soft delete: the name stays taken until purged. */
  readonly softDelete?: (stored: StoredResource, world: World) => { readonly retentionDays: number; readonly isPurgeable: boolean } | undefined;
  /** True where the inputs ask to bring back the soft-deleted resource of that name, with all that was below it. */
  readonly recovers?: (inputs: Properties) => boolean;
  /** Refusal of a create whose name a soft-deleted resource still holds; 409. */
  readonly heldName?: { readonly code: string; readonly message: (name: string) => string };
  /** A long-running operation: takes twice the latency that `hx cloud latency` sets. */
  readonly isAsync?: boolean;
}

/** False for a value that contains an unknown anywhere. */
export function isKnown(value: Value | undefined): boolean {
  if (value === unknown) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isKnown);
  return true;
}
