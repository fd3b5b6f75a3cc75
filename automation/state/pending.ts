// Interrupted operations in a deployment: which there are, and the deployment once they are settled. Pure.

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly protect?: boolean;
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
  const known = new Set((deployment.resources ?? []).map(({ urn }) => urn));
  const adopted = pending.flatMap(({ type, resource }) => {
    const id = Object.hasOwn(adopt, resource.urn) ? adopt[resource.urn] : undefined;
    if (type !== 'creating' || id === undefined || known.has(resource.urn)) return [];
    known.add(resource.urn);
    return [{ ...resource, id, outputs: resource.outputs ?? resource.inputs ?? {} }];
  });
  return { ...rest, resources: [...(deployment.resources ?? []), ...adopted] };
}
