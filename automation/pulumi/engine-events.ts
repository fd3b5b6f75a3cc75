// Engine events into hx's: operations, property changes with both values, diagnostics, policy violations. Secrets come masked from the engine.
import { isDeepStrictEqual } from 'node:util';
import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation';
import type { ChangeCounts, PropertyChange, ResourceOperation } from '../events';
import type { Json } from '../json';
import type { StackEvent } from '../stack-engine';
import { isClosing } from './classify';
import { valueAt } from './property-path';

const operations: Readonly<Record<string, ResourceOperation>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  replace: 'replace',
  'create-replacement': 'replace',
  'delete-replaced': 'delete',
  'discard-replaced': 'delete',
  'remove-pending-replace': 'delete',
  read: 'read',
  'read-replacement': 'read',
  'read-discard': 'delete',
  discard: 'delete',
  refresh: 'refresh',
  import: 'import',
  'import-replacement': 'import',
  same: 'same',
};

/** The two halves of a replacement are parts of one `replace`, which the engine reports as a step of its own. */
const isHalfOfReplace = new Set(['create-replacement', 'delete-replaced', 'remove-pending-replace', 'discard-replaced']);

export const operationOf = (op: string): ResourceOperation => operations[op] ?? 'update';

/** The engine's counts under hx's names; halves of replacements are not counted beside the replacement. */
export function countsOf(resourceChanges: Readonly<Record<string, number | undefined>>): ChangeCounts {
  const counts: Partial<Record<ResourceOperation, number>> = {};
  for (const [op, count] of Object.entries(resourceChanges)) {
    if (count === undefined || count === 0 || isHalfOfReplace.has(op)) continue;
    const operation = operationOf(op);
    counts[operation] = (counts[operation] ?? 0) + count;
  }
  return counts;
}

/** Reads and unchanged resources alone leave nothing to update. */
export const changesAnything = (changes: ChangeCounts): boolean =>
  Object.entries(changes).some(([operation, count]) => operation !== 'same' && operation !== 'read' && count > 0);

/** What an update would write although the engine calls the resource the same: stack outputs, and options such as `protect`. */
export function isQuietChange(event: EngineEvent): boolean {
  const metadata = event.resourcePreEvent?.metadata ?? event.resOutputsEvent?.metadata;
  if (metadata?.op !== 'same' || !metadata.old || !metadata.new) return false;
  const { old, new: news } = metadata;
  if ((old.protect ?? false) !== (news.protect ?? false) || (old.retainOnDelete ?? false) !== (news.retainOnDelete ?? false)) return true;
  return event.resOutputsEvent !== undefined && metadata.type === 'pulumi:pulumi:Stack' && !isDeepStrictEqual(old.outputs, news.outputs);
}

const secretMark = '4dabf18193072939515e22adb298388d';
const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Events carry secrets as `{<mark>: …, ciphertext: "[secret]"}` and unknown values as a fixed id. */
export function shown(value: unknown): Json | undefined {
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value === unknownValue ? '[unknown]' : value;
  if (Array.isArray(value)) return value.map((item) => shown(item) ?? null);
  if (typeof value !== 'object') return `[${typeof value}]`;
  if (secretMark in value) return '[secret]';
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, shown(inner) ?? null]])));
}

const changeKind = (kind: string): PropertyChange['kind'] => (kind.startsWith('add') ? 'add' : kind.startsWith('delete') ? 'delete' : 'update');

const change = (path: string, kind: PropertyChange['kind'], forcesReplacement: boolean, before: unknown, after: unknown): PropertyChange => {
  const [was, is] = [shown(before), shown(after)];
  return {
    path,
    kind,
    ...(was === undefined || kind === 'add' ? {} : { before: was }),
    ...(is === undefined || kind === 'delete' ? {} : { after: is }),
    ...(forcesReplacement ? { forcesReplacement } : {}),
  };
};

/** Property changes of a step. A refresh compares what was recorded with what the cloud holds now, outputs too. */
export function changesOf(metadata: StepEventMetadata, isRefresh = false): readonly PropertyChange[] {
  const { old, new: news, detailedDiff, diffs, keys } = metadata;
  if (!old || !news) return [];
  if (detailedDiff) {
    return Object.entries(detailedDiff).map(([path, { diffKind, inputDiff }]) => {
      const before = inputDiff ? valueAt(old.inputs, path) : (valueAt(old.outputs, path) ?? valueAt(old.inputs, path));
      const after = isRefresh && !inputDiff ? (valueAt(news.outputs, path) ?? valueAt(news.inputs, path)) : valueAt(news.inputs, path);
      return change(path, changeKind(diffKind), diffKind.endsWith('replace'), before, after);
    });
  }
  return (diffs ?? []).map((path) => {
    const before = valueAt(old.inputs, path) ?? valueAt(old.outputs, path);
    const after = valueAt(news.inputs, path) ?? valueAt(news.outputs, path);
    const kind = before === undefined ? 'add' : after === undefined ? 'delete' : 'update';
    return change(path, kind, keys?.includes(path) ?? false, before, after);
  });
}

const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');

type ResourceStatus = Extract<StackEvent, { readonly type: 'resource' }>['status'];

/** The engine sends it; the SDK's type of events lacks it. */
interface PolicyRemediationEvent {
  readonly policyName: string;
  readonly resourceUrn?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

const remediation = ({ policyName: policy, resourceUrn: urn = '', before = {}, after = {} }: PolicyRemediationEvent): StackEvent => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !isDeepStrictEqual(before[key], after[key]));
  const kindOf = (key: string): PropertyChange['kind'] => (!(key in before) ? 'add' : !(key in after) ? 'delete' : 'update');
  return { type: 'policy-remediation', policy, urn, changes: keys.map((key) => change(key, kindOf(key), false, before[key], after[key])) };
};

export type EventMode = 'preview' | 'run' | 'drift' | 'refresh';

/** Maps the events of one operation; keeps the start times of its steps. */
export class EventMapper {
  private readonly started = new Map<string, number>();
  private readonly operations = new Map<string, ResourceOperation>();
  private readonly isRefresh: boolean;
  private readonly isPreview: boolean;

  constructor(
    mode: EventMode,
    private readonly now: () => number = Date.now,
  ) {
    this.isRefresh = mode === 'drift' || mode === 'refresh';
    this.isPreview = mode === 'drift' || mode === 'preview';
  }

  map(event: EngineEvent & { readonly policyRemediationEvent?: PolicyRemediationEvent }): readonly StackEvent[] {
    if (event.resourcePreEvent) return this.begun(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent) return this.succeeded(event.resOutputsEvent.metadata);
    if (event.resOpFailedEvent) return [this.resource('failed', event.resOpFailedEvent.metadata)];
    if (event.diagnosticEvent) return this.diagnostic(event.diagnosticEvent);
    if (event.policyRemediationEvent) return [remediation(event.policyRemediationEvent)];
    return [];
  }

  /** What is being done to a resource, as far as the engine has announced it. */
  operationOn(urn: string): ResourceOperation | undefined {
    return this.operations.get(urn);
  }

  /** A refresh step says only at its end what it found. */
  private begun(metadata: StepEventMetadata): readonly StackEvent[] {
    if (!this.started.has(metadata.urn)) this.started.set(metadata.urn, this.now());
    this.operations.set(metadata.urn, operationOf(metadata.op));
    if (isHalfOfReplace.has(metadata.op) || metadata.op === 'refresh' || metadata.op === 'same') return [];
    return [this.resource(this.isPreview ? 'planned' : 'started', metadata)];
  }

  private succeeded(metadata: StepEventMetadata): readonly StackEvent[] {
    if (metadata.op === 'same' || metadata.op === 'refresh' || isHalfOfReplace.has(metadata.op)) return [];
    if (this.isPreview) return this.isRefresh ? [this.resource('planned', metadata)] : [];
    return [this.resource('succeeded', metadata)];
  }

  private resource(status: ResourceStatus, metadata: StepEventMetadata): StackEvent {
    const changes = changesOf(metadata, this.isRefresh);
    const start = status === 'planned' || status === 'started' ? undefined : this.started.get(metadata.urn);
    return {
      type: 'resource',
      status,
      operation: operationOf(metadata.op),
      urn: metadata.urn,
      resourceType: metadata.type,
      name: nameOf(metadata.urn),
      ...(start === undefined ? {} : { durationMs: this.now() - start }),
      ...(changes.length === 0 ? {} : { changes }),
    };
  }

  private diagnostic({ severity, message, urn }: NonNullable<EngineEvent['diagnosticEvent']>): readonly StackEvent[] {
    const text = message.trim();
    const level: string = severity;
    // The engine reports its language host's every call as "debug"; thousands a run, of no use to a user.
    if (text === '' || level === 'debug' || isClosing(text)) return [];
    const known = severity === 'error' || severity === 'warning' ? severity : 'info';
    return [{ type: 'diagnostic', severity: known, message: text, ...(urn === undefined || urn === '' ? {} : { urn }) }];
  }
}
