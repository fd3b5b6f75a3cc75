// The words, symbols and colours of operations and results, in one table. Pure.
import type { ChangeCounts, OperationKind, ResourceOperation, ResultName } from '../../automation/events';
import { symbols, type Style } from './style';

interface Wording {
  readonly symbol: string;
  readonly doing: string;
  readonly done: string;
  readonly plan: string;
  readonly colour: keyof Style;
}

export const wordings: Readonly<Record<ResourceOperation, Wording>> = {
  create: { symbol: '+', doing: 'creating', done: 'created', plan: 'create', colour: 'green' },
  update: { symbol: '~', doing: 'updating', done: 'updated', plan: 'update', colour: 'yellow' },
  replace: { symbol: '±', doing: 'replacing', done: 'replaced', plan: 'replace', colour: 'magenta' },
  delete: { symbol: '-', doing: 'deleting', done: 'deleted', plan: 'delete', colour: 'red' },
  import: { symbol: '=', doing: 'importing', done: 'imported', plan: 'import', colour: 'cyan' },
  read: { symbol: '>', doing: 'reading', done: 'read', plan: 'read', colour: 'cyan' },
  refresh: { symbol: '↻', doing: 'refreshing', done: 'refreshed', plan: 'refresh', colour: 'cyan' },
  same: { symbol: ' ', doing: 'checking', done: 'unchanged', plan: 'unchanged', colour: 'dim' },
};

/** Order of counts, in lists and totals. */
export const shownOperations: readonly ResourceOperation[] = ['create', 'update', 'replace', 'delete', 'import', 'read', 'refresh'];

const isRecordChanged = (kind: OperationKind): boolean => kind === 'drift' || kind === 'refresh';

/** The word of a planned step. In drift and refresh nothing is done to the cloud: it differs, or it is gone. */
export function planWord(kind: OperationKind, operation: ResourceOperation): string {
  if (isRecordChanged(kind) && operation === 'delete') return 'gone';
  if (isRecordChanged(kind) && (operation === 'update' || operation === 'refresh')) return 'differs';
  return wordings[operation].plan;
}

export const operationTitles: Readonly<Record<OperationKind, { readonly doing: string; readonly noun: string }>> = {
  preview: { doing: 'Previewing', noun: 'preview' },
  up: { doing: 'Updating', noun: 'update' },
  refresh: { doing: 'Refreshing', noun: 'refresh' },
  destroy: { doing: 'Destroying', noun: 'destroy' },
  drift: { doing: 'Looking for drift in', noun: 'drift check' },
};

/** How a cloud is named wherever it shows; the local one is never mistaken for Azure. */
export const cloudLabel = (cloud: string): string => (cloud === 'local' ? 'the local cloud, not Azure' : 'Azure');

export const resultMarks: Readonly<Record<ResultName, { readonly symbol: string; readonly colour: keyof Style }>> = {
  succeeded: { symbol: symbols.done, colour: 'green' },
  failed: { symbol: symbols.failed, colour: 'red' },
  skipped: { symbol: symbols.skipped, colour: 'dim' },
  cancelled: { symbol: symbols.warning, colour: 'yellow' },
};

type Tense = 'plan' | 'done' | 'found';

/** "3 to create, 1 to update, 40 unchanged"; done: "3 created, 40 unchanged"; found: "1 differs, 1 gone". */
export function countsText(counts: ChangeCounts, tense: Tense, style: Style): string {
  const parts = shownOperations.flatMap((operation) => {
    const count = counts[operation] ?? 0;
    if (count === 0) return [];
    const { symbol, colour, plan, done } = wordings[operation];
    const word = tense === 'found' ? planWord('drift', operation) : tense === 'plan' ? `to ${plan}` : done;
    return [style[colour](`${symbol} ${count} ${word}`)];
  });
  const same = counts.same ?? 0;
  return [...parts, ...(same > 0 ? [`${same} unchanged`] : [])].join(', ') || 'no changes';
}

/** "azure-native:storage:StorageAccount" as "StorageAccount"; providers keep their name: "provider databricks". */
export function shortType(type: string): string {
  if (type.startsWith('pulumi:providers:')) return `provider ${type.slice('pulumi:providers:'.length)}`;
  return type.split(/[:/]/).at(-1) ?? type;
}
