// Interrupted operations in a deployment: which there are, and the deployment once they are settled. Pure.

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly protect?: boolean;
  /** "urn::id" of its provider. */
  readonly provider?: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  /** Replaced already, and still to be deleted. */
  readonly delete?: boolean;
  /** Deleted already by a replacement that has not created its successor. */
  readonly pendingReplacement?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export interface PendingOperation {
  readonly type: 'creating' | 'updating' | 'deleting' | 'reading' | 'importing';
  readonly resource: StateResource;
}

/** The part of Pulumi's deployment schema (version 3 and 4) that hx reads. */
export interface Deployment {
  readonly manifest?: { readonly time?: string };
  readonly secrets_providers?: { readonly type?: string; readonly state?: { readonly salt?: string } };
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly PendingOperation[];
}

/**
 * The deployment without pending operations: creates that took place are recorded as resources with the id found in the cloud (a refresh
 * must follow, which reads their outputs), the others are dropped. Updates and deletes are in the resources already; the refresh tells how they ended.
 */
export function settled(deployment: Deployment, adopt: Readonly<Record<string, string>>): Deployment {
  const { pending_operations: pending = [], ...rest } = deployment;
  const creates = pending.filter(({ type }) => type === 'creating');
  const adopted = creates.flatMap(({ resource }) => {
    const id = Object.hasOwn(adopt, resource.urn) ? adopt[resource.urn] : undefined;
    return id === undefined ? [] : [{ ...resource, id, outputs: resource.outputs ?? resource.inputs ?? {} }];
  });
  return { ...rest, resources: adopted.reduce(withAdopted, deployment.resources ?? []) };
}

/** What it replaces is left for the next update to delete. The engine wants every resource behind what it depends on, and before what depends on it. */
function withAdopted(resources: readonly StateResource[], adopted: StateResource): readonly StateResource[] {
  const old = resources.find(({ urn, delete: isReplaced }) => urn === adopted.urn && isReplaced !== true);
  if (old === undefined) return [...resources, adopted];
  if (old.id === adopted.id && old.pendingReplacement !== true) return resources;
  const others =
    old.pendingReplacement === true ? resources.filter((one) => one !== old) : resources.map((one) => (one === old ? { ...old, delete: true } : one));
  const needs = new Set([...(adopted.dependencies ?? []), ...(adopted.parent === undefined ? [] : [adopted.parent])]);
  const at = others.findLastIndex(({ urn, id }) => needs.has(urn) || `${urn}::${id}` === adopted.provider);
  return others.toSpliced(at + 1, 0, adopted);
}
