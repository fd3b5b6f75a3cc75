// ARM's generic refusals of a write: missing parents, taken ids and names, locks, wrong or moved regions. Reads the world; writes nothing.
import { expandPath, isAtOrBelow, nameOf, parentId, resourceGroupOf, subscriptionOf, typeOf } from './arm/ids';
import { refuseLocked, lockTokens } from './arm/locks';
import { namePropertyOf } from './arm/names';
import { normalizeRegion } from './arm/regions';
import { CloudError } from './errors';
import type { Kind, Properties, StoredResource } from './kind';
import type { Store } from './store';
import type { Caller } from './world-view';
import type { World } from './world';

export interface Placement {
  readonly kind: Kind;
  readonly id: string;
  readonly inputs: Properties;
  /** The existing resource on an update. */
  readonly before: StoredResource | undefined;
  readonly world: World;
  readonly store: Store;
}

export function idOf(kind: Kind, inputs: Properties, caller: Pick<Caller, 'subscriptionId'>): string {
  const expanded = expandPath(kind.path ?? '', inputs, caller.subscriptionId);
  if ('id' in expanded) return expanded.id.startsWith('/') ? expanded.id : `/${expanded.id}`;
  throw new CloudError(400, 'InvalidRequest', `${kind.token} needs the property '${expanded.missing}' to make its id`);
}

/** Throws what ARM answers before a resource provider is even asked. Databricks objects have no such place. */
export function admitPlacement(placement: Placement): void {
  const { kind, id, before, world, store } = placement;
  if (kind.path === undefined) return;
  if (before === undefined) refuseMissingParent(id, id, world);
  refuseLocked(
    id,
    'write',
    lockTokens.flatMap((token) => store.ofToken(token)),
  );
  refuseManagedGroup(id, world);
  if (before === undefined) refuseTakenName(placement);
  else refuseMoved(placement, before);
}

/** A group that belongs to another resource (a Databricks workspace) takes no resources from anyone else; locks and the like are not among them. */
function refuseManagedGroup(id: string, world: World): void {
  const group = resourceGroupOf(id);
  if (group === undefined || group.id.length === id.length || /\/providers\/(.*\/providers\/|microsoft\.(authorization|consumption)\/)/i.test(id)) return;
  const owner = world.get(group.id)?.inputs['managedBy'];
  if (typeof owner !== 'string') return;
  throw new CloudError(
    403,
    'DenyAssignmentAuthorizationFailed',
    `The client has permission to perform action '${typeOf(id)}/write' on scope '${id}'; however, the access is denied ` +
      `because of the deny assignment with name 'System deny assignment created by Azure Databricks ${owner}' at scope '${group.id}'.`,
  );
}

function refuseMissingParent(id: string, child: string, world: World): void {
  const parent = parentId(child);
  if (parent === undefined || world.get(parent) !== undefined) return;
  const group = resourceGroupOf(parent);
  // Subscriptions and tenants exist without being stored.
  if (group === undefined) return;
  if (group.id.length === parent.length) throw new CloudError(404, 'ResourceGroupNotFound', `Resource group '${group.name}' could not be found.`);
  // "default" children come with their parent without being written (a storage account's blob service).
  if (nameOf(parent).toLowerCase() === 'default') {
    refuseMissingParent(id, parent, world);
    return;
  }
  if (world.get(group.id) === undefined) throw new CloudError(404, 'ResourceGroupNotFound', `Resource group '${group.name}' could not be found.`);
  if (isScopeOf(id, parent)) throw new CloudError(404, 'ResourceNotFound', notFound(parent));
  throw new CloudError(
    404,
    'ParentResourceNotFound',
    `Failed to perform 'write' on resource(s) of type '${typeOf(id)}', because the parent resource '${parent}' could not be found.`,
  );
}

/** Extension resources (locks, role assignments, diagnostic settings) hang on a scope, not on a parent. */
const isScopeOf = (id: string, scope: string): boolean => isAtOrBelow(id, scope) && id.slice(scope.length).toLowerCase().startsWith('/providers/');

const notFound = (id: string): string =>
  `The Resource '${typeOf(id)}/${nameOf(id)}' under resource group '${resourceGroupOf(id)?.name ?? ''}' was not found. ` +
  'For more details please go to https://aka.ms/ARMResourceNotFoundFix';

export function refuseMissing(kind: Kind, id: string): never {
  if (kind.path === undefined) throw new CloudError(404, 'RESOURCE_DOES_NOT_EXIST', `${kind.type} ${id} does not exist.`);
  const group = resourceGroupOf(id);
  if (group !== undefined && group.id.length === id.length)
    throw new CloudError(404, 'ResourceGroupNotFound', `Resource group '${group.name}' could not be found.`);
  throw new CloudError(404, 'ResourceNotFound', notFound(id));
}

/** As azure-native reports it: it looks before it creates. */
export function refuseExisting(kind: Kind, existing: StoredResource): never {
  if (kind.path === undefined) throw new CloudError(409, 'RESOURCE_ALREADY_EXISTS', `${kind.type} ${existing.id} already exists.`);
  throw new CloudError(409, 'ResourceAlreadyExists', `cannot create already existing resource '${existing.id}'`);
}

function refuseTakenName({ kind, id, inputs, world, store }: Placement): void {
  const property = namePropertyOf(kind);
  const name = property === undefined ? undefined : inputs[property];
  if (typeof name !== 'string') return;
  if (kind.globalName !== undefined) {
    const { domain, code, message } = kind.globalName;
    const holder = store.holderOfName(domain, name.toLowerCase());
    const isTaken = (holder !== undefined && holder !== id.toLowerCase()) || world.isForeignName(domain, name);
    if (isTaken) throw new CloudError(409, code, message(name));
  }
  if (kind.softDelete === undefined || kind.recovers?.(inputs) === true) return;
  const held = kind.globalName === undefined ? store.deletedAt(id.toLowerCase()) : world.softDeleted(kind.token, name);
  if (held === undefined || world.isExpired(held)) return;
  // What another subscription deleted is not shown: the name is simply taken.
  if (kind.globalName !== undefined && subscriptionOf(held.id)?.toLowerCase() !== subscriptionOf(id)?.toLowerCase())
    throw new CloudError(409, kind.globalName.code, kind.globalName.message(name));
  const code = kind.heldName?.code ?? 'ConflictError';
  throw new CloudError(409, code, kind.heldName?.message(name) ?? `'${name}' is deleted but recoverable; its name can't be reused until it is purged.`);
}

function refuseMoved({ kind, id, inputs }: Placement, before: StoredResource): void {
  const [old, next] = [before.inputs['location'], inputs['location']];
  if (kind.location === 'none' || typeof old !== 'string' || typeof next !== 'string' || normalizeRegion(old) === normalizeRegion(next)) return;
  throw new CloudError(
    409,
    'InvalidResourceLocation',
    `The resource '${nameOf(id)}' already exists in location '${normalizeRegion(old)}' in resource group '${resourceGroupOf(id)?.name ?? ''}'. ` +
      `A resource with the same name cannot be created in location '${normalizeRegion(next)}'. Please select a new resource name.`,
  );
}
