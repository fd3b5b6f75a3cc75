// Events and targets for tests of what is shown: short to write, fixed in time.
import type { HxEvent, PropertyChange, ResourceOperation, StackResult } from '../../automation/events';
import type { PolicyFinding } from '../../automation/policies';
import type { Target } from '../../automation/targets';
import { finding } from './policies';

export const startOfTime = Date.parse('2026-11-23T12:00:00.000Z');
const at = (seconds: number): string => new Date(startOfTime + seconds * 1000).toISOString();

type Kind = Extract<HxEvent, { readonly type: 'operation-started' }>['operation'];

/** Events of one stack of one target; `seconds` after the start of time. */
export const eventsOf = (target: string, program = 'platform') => {
  const of = (seconds: number): { time: string; target: string; stack: string; program: string } => ({
    time: at(seconds),
    target,
    stack: `hiscox-etl/${target}`,
    program,
  });
  const urn = (name: string): string => `urn:pulumi:${target}::hiscox-etl::azure-native:storage:StorageAccount::${name}`;
  return {
    urn,
    started: (seconds: number, estimateMs?: number): HxEvent => ({
      type: 'stack-started',
      ...of(seconds),
      ...(estimateMs === undefined ? {} : { estimateMs }),
    }),
    phase: (seconds: number, phase: Extract<HxEvent, { readonly type: 'phase' }>['phase']): HxEvent => ({ type: 'phase', ...of(seconds), phase }),
    resource: (
      seconds: number,
      status: Extract<HxEvent, { readonly type: 'resource' }>['status'],
      operation: ResourceOperation,
      name: string,
      more: { readonly changes?: readonly PropertyChange[]; readonly durationMs?: number; readonly resourceType?: string } = {},
    ): HxEvent => ({ type: 'resource', ...of(seconds), status, operation, urn: urn(name), resourceType: 'azure-native:storage:StorageAccount', name, ...more }),
    diagnostic: (seconds: number, severity: 'debug' | 'info' | 'warning' | 'error', message: string, name?: string): HxEvent => ({
      type: 'diagnostic',
      ...of(seconds),
      severity,
      message,
      ...(name === undefined ? {} : { urn: urn(name) }),
    }),
    violation: (seconds: number, more: Partial<PolicyFinding> = {}): HxEvent => ({
      type: 'policy-violation',
      ...of(seconds),
      ...finding({ urn: urn('st'), ...more }),
    }),
    policies: (seconds: number, more: Partial<Extract<HxEvent, { readonly type: 'policy-report' }>> = {}): HxEvent => ({
      type: 'policy-report',
      ...of(seconds),
      policies: 3,
      resources: 2,
      disabled: [],
      passed: 4,
      failed: 1,
      notEvaluated: 0,
      exempt: 0,
      ...more,
    }),
    result: (more: Partial<StackResult> = {}): StackResult => ({
      target,
      stack: `hiscox-etl/${target}`,
      program,
      result: 'succeeded',
      changes: {},
      durationMs: 12_000,
      ...more,
    }),
    finished: (seconds: number, more: Partial<StackResult> = {}): HxEvent => ({
      type: 'stack-finished',
      ...of(seconds),
      result: { target, stack: `hiscox-etl/${target}`, program, result: 'succeeded', changes: {}, durationMs: 12_000, ...more },
    }),
  };
};

export const operationStarted = (operation: Kind, targets: readonly string[], cloud = 'local'): HxEvent => ({
  type: 'operation-started',
  time: at(0),
  operation,
  runId: 'run-1',
  cloud,
  targets,
});

export const target = (name: string, more: Partial<Target> = {}): Target => {
  const [env = '', ...region] = name.split('-');
  return { env, region: region.join('-'), name, isPrimary: true, isProtected: env === 'prod', settings: {}, ...more };
};
