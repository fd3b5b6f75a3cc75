// Creates that were written but not answered yet: undone when the process that made them was killed, as nobody was told of them.
import { bootId, isRunning } from './processes';
import type { Store } from './store';

/** Settings under this prefix hold one unanswered create each. */
const prefix = 'unanswered:';

interface Mark {
  readonly pid: number;
  /** A power cut may lose the removal of a mark, which is not flushed: marks of an earlier boot say nothing. */
  readonly boot: string;
  /** What the create wrote that was not there before. */
  readonly keys: readonly string[];
}

const boot = bootId();

/** Call inside the create's transaction. */
export function markUnanswered(store: Store, key: string, keys: readonly string[]): void {
  const mark: Mark = { pid: process.pid, boot, keys };
  store.setSetting(prefix + key, JSON.stringify(mark));
}

/** The caller is about to be told: from here on the create has taken place. */
export function markAnswered(store: Store, key: string): void {
  store.writeUnflushed(() => store.removeSetting(prefix + key));
}

/** Takes back what killed processes wrote and told nobody of; call before the store is served. */
export function undoUnanswered(store: Store, now: () => Date = () => new Date()): void {
  if (store.settingsUnder(prefix).length === 0) return;
  store.write(() => {
    for (const { key, value } of store.settingsUnder(prefix)) {
      const mark = JSON.parse(value) as Mark;
      if (mark.boot === boot && isRunning(mark.pid)) continue;
      store.removeSetting(key);
      if (mark.boot !== boot) continue;
      const [top] = mark.keys.flatMap((made) => store.get(made) ?? []);
      for (const made of mark.keys) store.remove(made);
      if (top === undefined) continue;
      const message = 'the local cloud was killed before it answered this create, so it did not take place';
      store.appendLog({ time: now().toISOString(), operation: 'undo', token: top.token, id: top.id, status: 200, code: '', message });
    }
  });
}
