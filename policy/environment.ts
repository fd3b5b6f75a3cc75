// What policies know of the environment that a stack belongs to, and the level that a policy has there.
import type { Level, Policy } from './policy';

export interface Enforcement {
  readonly default: 'advisory' | 'mandatory';
  /** By policy id. */
  readonly overrides: Readonly<Record<string, Level>>;
}

export interface PolicyEnvironment {
  /** "prod"; absent for a stack of another project. */
  readonly name?: string;
  /** Project of its programs, whose names begin with it: "hiscox-etl", "hiscox-etl-lakehouse". */
  readonly project?: string;
  /** True where data must not be lost: the strictest rules hold. */
  readonly isProtected: boolean;
  readonly enforcement: Enforcement;
  /** Azure regions that resources may be in; absent where any is allowed. */
  readonly locations?: readonly string[];
  /** Tags that every resource with tags must have. */
  readonly requiredTags?: readonly string[];
  /** Most workers that a cluster may have. */
  readonly maxWorkers?: number;
  /** Fewest days that logs are kept. */
  readonly minimumLogDays?: number;
}

/** For stacks that no environment file speaks of: as strict as it gets. */
export const strictest: PolicyEnvironment = { isProtected: true, enforcement: { default: 'mandatory', overrides: {} } };

/** The level in force. An override wins; where the default is advisory nothing else is stricter. */
export function levelOf(policy: Pick<Policy, 'id' | 'level'>, { enforcement }: Pick<PolicyEnvironment, 'enforcement'>): Level {
  const override = Object.hasOwn(enforcement.overrides, policy.id) ? enforcement.overrides[policy.id] : undefined;
  return override ?? (enforcement.default === 'advisory' ? 'advisory' : policy.level);
}
