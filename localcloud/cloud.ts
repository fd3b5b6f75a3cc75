// The local cloud's semantics over its store, for one caller: check, diff, create, read, update, delete. Plain values; no gRPC, no waiting.
import { refuseLocked } from './arm/locks';
import { check, type CheckRequest, type Failure } from './check';
import { diff, type Difference } from './diff';
import { CloudError } from './errors';
import type { Kind, Properties, StoredResource } from './kind';
import { isDatabricks, kindOf, plainToken } from './registry';
import type { Store } from './store';
import { admitPlacement, idOf, refuseExisting, refuseMissing } from './admission';
import { generatedId, previewOutputs, storedAfter } from './outputs';
import { Writer } from './writer';
import { keyOf, withView, WorldView, type Caller } from './world-view';
import { virtualSingleton } from './singletons';
import { markAnswered, markUnanswered } from './unanswered';

export interface CloudOptions {
  readonly now?: () => Date;
}

export class Cloud {
  readonly world: WorldView;
  private readonly now: () => Date;

  constructor(
    readonly store: Store,
    readonly caller: Caller,
    options: CloudOptions = {},
  ) {
    this.now = options.now ?? (() => new Date());
    this.world = new WorldView(store, caller, this.now);
  }

  /** Throws CloudError for a kind that the local cloud does not have. */
  kind(token: string): Kind {
    const kind = kindOf(token);
    if (kind !== undefined) return kind;
    throw new CloudError(400, 'LocalCloudUnsupported', `the local cloud does not have the resource type ${plainToken(token)}`);
  }

  check(request: Omit<CheckRequest, 'now'>): { readonly inputs: Properties; readonly failures: readonly Failure[] } {
    return check(this.kind(request.token), { ...request, now: this.time() }, this.caller, this.world);
  }

  /** What an update from `olds` to `news` would do. Both have passed `check`. */
  diff(token: string, olds: { readonly inputs: Properties; readonly outputs: Properties }, news: Properties, ignored: readonly string[] = []): Difference {
    return diff(this.kind(token), olds, news, ignored);
  }

  /** Outputs as far as a preview can know them; writes nothing. */
  preview(token: string, inputs: Properties, before?: StoredResource): Properties {
    return previewOutputs(this.kind(token), inputs, before);
  }

  /** Throws CloudError; a refused create leaves only a line in the log. */
  create(token: string, inputs: Properties): StoredResource {
    const kind = this.kind(token);
    const generated = kind.path === undefined ? undefined : idOf(kind, inputs, this.caller);
    return this.logged(
      'create',
      kind,
      () => generated ?? '',
      (writer) => {
        const id = generated ?? this.generateId(kind, inputs);
        const existing = this.world.get(id, isDatabricks(kind.token) ? kind.token : undefined);
        admitPlacement({ kind, id, inputs, before: undefined, world: this.world, store: this.store });
        kind.admit?.({ operation: 'create', id, inputs, before: existing, world: this.world, now: this.time(), refuse });
        if (existing !== undefined && kind.isSingleton !== true) refuseExisting(kind, existing);
        const before = existing ?? writer.recover(kind, id, inputs);
        const stored = this.toWrite(kind, id, inputs, before);
        writer.put(kind, stored, before, 'create');
        if (before === undefined) markUnanswered(this.store, this.keyOf(stored), writer.made);
        return stored;
      },
    );
  }

  /** To be called when the answer to a create goes out; where the process is killed before, the create is undone at the next start. */
  answered(stored: StoredResource): void {
    markAnswered(this.store, this.keyOf(stored));
  }

  private keyOf({ token, id }: StoredResource): string {
    return keyOf(this.caller, token, id);
  }

  /** As the cloud has it now; undefined where it does not exist (any more). */
  read(token: string, id: string): StoredResource | undefined {
    const kind = this.kind(token);
    const stored = this.world.get(id, kind.token) ?? virtualSingleton(kind, id, this.world);
    if (stored === undefined) return undefined;
    return { ...stored, outputs: withView(stored, kind.view, this.world) };
  }

  /** Throws CloudError: 404 where the resource is gone. */
  update(token: string, id: string, inputs: Properties): StoredResource {
    const kind = this.kind(token);
    return this.logged(
      'update',
      kind,
      () => id,
      (writer) => {
        const before = this.world.get(id, kind.token) ?? virtualSingleton(kind, id, this.world);
        if (before === undefined) refuseMissing(kind, id);
        admitPlacement({ kind, id: before.id, inputs, before, world: this.world, store: this.store });
        kind.admit?.({ operation: 'update', id: before.id, inputs, before, world: this.world, now: this.time(), refuse });
        const stored = this.toWrite(kind, before.id, inputs, before);
        writer.put(kind, stored, before, 'update');
        return stored;
      },
    );
  }

  /** Deletes the resource and everything below it. What is gone already counts as deleted. Throws CloudError. */
  delete(token: string, id: string): void {
    const kind = this.kind(token);
    this.logged(
      'delete',
      kind,
      () => id,
      (writer) => {
        const before = this.world.get(id, kind.token);
        if (before === undefined) return;
        if (!isDatabricks(kind.token)) refuseLocked(before.id, 'delete', writer.locks());
        kind.admit?.({ operation: 'delete', id: before.id, inputs: before.inputs, before, world: this.world, now: this.time(), refuse });
        writer.deleteTree(keyOf(this.caller, kind.token, before.id));
      },
    );
  }

  /** Throws 404 in the words of the resource's kind. */
  refuseMissing(token: string, id: string): never {
    return refuseMissing(this.kind(token), id);
  }

  private time(): string {
    return this.now().toISOString();
  }

  private toWrite(kind: Kind, id: string, inputs: Properties, before: StoredResource | undefined): StoredResource {
    return storedAfter({ kind, id, inputs, before, world: this.world, now: this.time() });
  }

  private generateId(kind: Kind, inputs: Properties): string {
    if (kind.id === undefined) throw new CloudError(500, 'InternalError', `${kind.token} has neither a path nor an id`);
    return generatedId(kind, inputs, this.world, this.time(), this.store.nextNumber());
  }

  private logged<T>(operation: 'create' | 'update' | 'delete', kind: Kind, idNow: () => string, change: (writer: Writer) => T): T {
    const time = this.time();
    const line = { time, operation, token: kind.token };
    try {
      return this.store.write(() => {
        const result = change(new Writer(this.store, this.caller, this.world, this.now));
        const id = typeof result === 'object' && result !== null && 'id' in result ? String(result.id) : idNow();
        this.store.appendLog({ ...line, id, status: 200, code: '', message: '' });
        return result;
      });
    } catch (error) {
      if (error instanceof CloudError) {
        this.store.write(() => this.store.appendLog({ ...line, id: idNow(), status: error.status, code: error.code, message: error.reason }));
      }
      throw error;
    }
  }
}

function refuse(status: number, code: string, message: string): never {
  throw new CloudError(status, code, message);
}
