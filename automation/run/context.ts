// What the steps of one operation share: the request, the ports, the adapters and the stamped event stream.
import { randomBytes } from 'node:crypto';
import type { HxEvent, Phase, StackResult } from '../events';
import type { CloudSession, Engine, OperationPorts, OperationRequest } from '../operation';
import type { HxPaths } from '../paths';
import type { PolicySession } from '../policies';
import type { LeaseOwner } from '../records/types';
import { ciRunUrl } from '../lease/host';
import type { HostFacts } from '../lease/owner';
import type { Redact } from '../redact';
import type { CloudName } from '../programs';
import type { OpenStackEngine, StackEvent, StackUnit } from '../stack-engine';

/** The adapters of this room, made once by the composition root from what it knows. */
export interface OperationDeps {
  readonly paths: HxPaths;
  readonly openEngine: OpenStackEngine;
  /** The same promise however often it is asked for. */
  readonly engine: () => Promise<Engine>;
  /** The user's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly facts: HostFacts;
  /** Free bytes of the disk that holds this folder. */
  readonly freeBytes: (folder: string) => number;
  readonly user: string;
  readonly pid: number;
  /** Throws HxError `authentication` where the cloud has no credentials at all. */
  readonly mustHaveCredentials: (cloud: CloudName) => Promise<void>;
}

export interface Run {
  readonly id: string;
  readonly request: OperationRequest;
  readonly ports: OperationPorts;
  readonly deps: OperationDeps;
  readonly owner: LeaseOwner;
  /** Resolves when the cloud stands; the same however often it is awaited. */
  readonly session: Promise<CloudSession>;
  /** The policy pack; the same promise however often it is asked for. */
  readonly policies: () => Promise<PolicySession>;
  /** True where the pack was asked for: then there is something to stop. */
  readonly hasPolicies: () => boolean;
  /** Values that must appear in no log and no event. */
  readonly secrets: readonly string[];
  readonly emit: Emit;
}

export interface Emit {
  notice(message: string, target?: string): void;
  phase(unit: StackUnit, phase: Phase): void;
  stack(unit: StackUnit, event: StackEvent): void;
  started(unit: StackUnit, estimateMs: number | undefined): void;
  finished(unit: StackUnit, result: StackResult): void;
  raw(event: HxEvent): void;
}

/** Sorts by time, and differs for two runs of the same moment. */
export const newRunId = (now: Date): string => `${now.toISOString().replace(/[-:]/g, '').slice(0, 15)}-${randomBytes(3).toString('hex')}`;

/** This process as the holder of a lease. */
export const ownerOf = (operation: LeaseOwner['operation'], deps: OperationDeps, runId: string): LeaseOwner => {
  const { facts, pid, user, environment } = deps;
  const processStart = facts.processStart(pid);
  const url = ciRunUrl(environment);
  return {
    pid,
    ...(processStart === undefined || processStart === '' ? {} : { processStart }),
    ...(facts.bootId === undefined ? {} : { bootId: facts.bootId }),
    host: facts.host,
    user,
    ...(url === undefined ? {} : { ciRunUrl: url }),
    since: deps.now().toISOString(),
    runId,
    operation,
  };
};

export function newRun(
  request: OperationRequest,
  ports: OperationPorts,
  deps: OperationDeps,
  secrets: readonly string[],
  emit: Emit,
  id: string = newRunId(deps.now()),
): Run {
  let started: Promise<PolicySession> | undefined;
  const policies = (): Promise<PolicySession> => (started ??= ports.startPolicies());
  const owner = ownerOf(request.kind, deps, id);
  return { id, request, ports, deps, owner, session: ports.startCloud(), policies, hasPolicies: () => started !== undefined, secrets, emit };
}

/** Stamps events with time and stack, masks secrets and hands them to the port. */
export function emitter(ports: OperationPorts, redact: Redact, now: () => Date): Emit {
  const raw = (event: HxEvent): void => ports.emit(redact(event));
  const time = (): string => now().toISOString();
  const of = ({ target, program, name }: StackUnit): { time: string; target: string; stack: string; program: string } => ({
    time: time(),
    target: target.name,
    stack: name,
    program: program.name,
  });
  return {
    raw,
    notice: (message, target) => raw({ type: 'notice', time: time(), message, ...(target === undefined ? {} : { target }) }),
    phase: (unit, phase) => raw({ type: 'phase', ...of(unit), phase }),
    stack: (unit, event) => raw({ ...event, ...of(unit) }),
    started: (unit, estimateMs) => raw({ type: 'stack-started', ...of(unit), ...(estimateMs === undefined ? {} : { estimateMs }) }),
    finished: (unit, result) => raw({ type: 'stack-finished', ...of(unit), result }),
  };
}

export const hasCancelled = ({ ports }: Run): boolean => ports.cancelled.aborted;
