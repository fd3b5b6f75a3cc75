// The writes behind one operation, inside its transaction: rows, global names, soft delete, what the cloud writes beside. Judges nothing.
import { lockTokens } from './arm/locks';
import { namePropertyOf } from './arm/names';
import { nameOf } from './arm/ids';
import { isDatabricks, kindOf } from './registry';
import type { Kind, Properties, SideWrite, StoredResource } from './kind';
import type { Row, Store } from './store';
import { keyOf, toStored, type Caller } from './world-view';
import type { World } from './world';

export class Writer {
  /** Keys of what was not there before. */
  readonly made: string[] = [];

  constructor(
    private readonly store: Store,
    private readonly caller: Caller,
    private readonly world: World,
    private readonly now: () => Date,
  ) {}

  locks(): Row[] {
    return lockTokens.flatMap((token) => this.store.ofToken(token));
  }

  put(kind: Kind, stored: StoredResource, before: StoredResource | undefined, operation: 'create' | 'update'): void {
    const key = this.putRow(stored);
    const name = nameOfStored(kind, stored);
    if (kind.globalName !== undefined && name !== undefined) this.store.takeName(kind.globalName.domain, name.toLowerCase(), key);
    this.applyAll(kind.beside?.({ operation, stored, before, world: this.world }) ?? []);
  }

  /** Brings a soft-deleted resource back with what was below it, where the create asks for that. */
  recover(kind: Kind, id: string, inputs: Properties): StoredResource | undefined {
    if (kind.recovers?.(inputs) !== true) return undefined;
    const deleted = this.store.deletedAt(id.toLowerCase());
    if (deleted === undefined || deleted.purgeAt <= this.now().toISOString()) return undefined;
    for (const row of deleted.rows) {
      this.store.put(row);
      this.takeNameAgain(row);
    }
    this.store.undelete(deleted.key);
    const row = deleted.rows[0];
    return row === undefined ? undefined : toStored(row);
  }

  /** Deletes a resource and all below it; those that their kind keeps for a while become soft-deleted with what they hold. */
  deleteTree(key: string): void {
    const top = this.store.get(key);
    if (top === undefined) return;
    const rows = [top, ...this.store.below(key)];
    let keptBelow: string | undefined;
    for (const row of rows) {
      const isKept = keptBelow !== undefined && row.key.startsWith(`${keptBelow}/`);
      if (!isKept && this.softDelete(row, rows)) keptBelow = row.key;
    }
    for (const row of rows) this.store.remove(row.key);
    for (const row of rows) {
      const stored = toStored(row);
      this.applyAll(kindOf(row.token)?.beside?.({ operation: 'delete', stored, before: stored, world: this.world }) ?? []);
    }
  }

  private softDelete(row: Row, rows: readonly Row[]): boolean {
    const kind = kindOf(row.token);
    const kept = kind?.softDelete?.(toStored(row), this.world);
    if (kind === undefined || kept === undefined) return false;
    const deletedAt = this.now();
    this.store.putDeleted({
      key: row.key,
      id: row.id,
      token: row.token,
      name: nameOfStored(kind, toStored(row)) ?? nameOf(row.id),
      deletedAt: deletedAt.toISOString(),
      purgeAt: new Date(deletedAt.getTime() + kept.retentionDays * 86_400_000).toISOString(),
      isPurgeable: kept.isPurgeable,
      // What only hung on it (role assignments, diagnostic settings) is gone for good: a recovery brings none back.
      rows: rows.filter(({ key }) => key === row.key || (key.startsWith(`${row.key}/`) && !key.includes('/providers/', row.key.length))),
    });
    return true;
  }

  private takeNameAgain(row: Row): void {
    const kind = kindOf(row.token);
    const name = kind === undefined ? undefined : nameOfStored(kind, toStored(row));
    if (kind?.globalName !== undefined && name !== undefined) this.store.takeName(kind.globalName.domain, name.toLowerCase(), row.key);
  }

  private applyAll(writes: readonly SideWrite[]): void {
    for (const write of writes) {
      if ('put' in write) this.putRow(write.put);
      else this.deleteTree(keyOf(this.caller, write.token ?? '', write.delete));
    }
  }

  private putRow(stored: StoredResource): string {
    const key = keyOf(this.caller, stored.token, stored.id);
    const now = this.now().toISOString();
    const known = this.store.get(key);
    if (known === undefined) this.made.push(key);
    this.store.put({ key, ...stored, created: known?.created ?? now, updated: now });
    return key;
  }
}

function nameOfStored(kind: Kind, stored: StoredResource): string | undefined {
  const property = namePropertyOf(kind);
  const name = property === undefined ? undefined : stored.inputs[property];
  if (typeof name === 'string') return name;
  return isDatabricks(stored.token) ? undefined : nameOf(stored.id);
}
