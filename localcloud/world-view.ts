// The world as one caller sees it: a read-only view of the store, and the keys under which the store holds things.
import { isDatabricks } from './registry';
import type { Properties, StoredResource } from './kind';
import type { Row, Store } from './store';
import type { SoftDeleted, World } from './world';

/** Who asks: the configuration of one provider. */
export interface Caller {
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** azure-native's `location` setting. */
  readonly location?: string;
  /** Databricks: host without scheme, and the workspace that it belongs to. */
  readonly host?: string;
  readonly workspaceId?: string;
}

export const defaultCaller: Caller = { subscriptionId: '11111111-1111-1111-1111-111111111111', tenantId: '22222222-2222-2222-2222-222222222222' };

const workspaceToken = 'azure-native:databricks:Workspace';

/** Databricks objects lie below their workspace, so that they go with it; ARM ids compare without regard to case. */
export function keyOf(caller: Caller, token: string, id: string): string {
  return isDatabricks(token) ? `${workspaceKey(caller)}/databricks/${token}/${id}` : id.toLowerCase().replace(/\/+$/, '');
}

const workspaceKey = (caller: Caller): string => caller.workspaceId?.toLowerCase() ?? `databricks:${caller.host ?? ''}`;

export const toStored = (row: Row): StoredResource => ({ id: row.id, token: row.token, inputs: row.inputs, outputs: row.outputs });

/** Id of the workspace whose URL is `host`; undefined where no such workspace exists. */
export function findWorkspace(store: Store, host: string): string | undefined {
  return store.ofToken(workspaceToken).find((row) => row.outputs['workspaceUrl'] === host)?.id;
}

export class WorldView implements World {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly host: string | undefined;

  constructor(
    private readonly store: Store,
    private readonly caller: Caller,
    private readonly now: () => Date,
  ) {
    this.subscriptionId = caller.subscriptionId;
    this.tenantId = caller.tenantId;
    this.host = caller.host;
  }

  get workspace(): StoredResource | undefined {
    return this.caller.workspaceId === undefined ? undefined : this.get(this.caller.workspaceId);
  }

  get(id: string, token?: string): StoredResource | undefined {
    const row = this.store.get(keyOf(this.caller, token ?? '', id));
    return row === undefined || (token !== undefined && row.token !== token) ? undefined : toStored(row);
  }

  list(filter: { readonly token?: string; readonly under?: string }): readonly StoredResource[] {
    const { token, under } = filter;
    const rows = this.rowsOf(token, under);
    return rows.filter((row) => token === undefined || row.token === token).map(toStored);
  }

  softDeleted(token: string, name: string): SoftDeleted | undefined {
    return this.store.deletedByName(token, name).find((row) => !this.isExpired(row));
  }

  isExpired(deleted: SoftDeleted): boolean {
    return deleted.purgeAt <= this.now().toISOString();
  }

  isForeignName(domain: string, name: string): boolean {
    return this.store.isForeignName(domain, name);
  }

  private rowsOf(token: string | undefined, under: string | undefined): Row[] {
    if (under !== undefined) return this.store.below(under.toLowerCase(), token);
    if (token === undefined) return this.store.everything();
    return isDatabricks(token) ? this.store.below(`${workspaceKey(this.caller)}/databricks/${token}`) : this.store.ofToken(token);
  }
}

/** Stored outputs with what follows other resources. */
export function withView(stored: StoredResource, view: ((stored: StoredResource, world: World) => Properties) | undefined, world: World): Properties {
  return view === undefined ? stored.outputs : { ...stored.outputs, ...view(stored, world) };
}
