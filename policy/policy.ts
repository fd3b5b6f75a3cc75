// What a policy is: one rule with all that people need to know of it. One file a policy, under policies/<area>/.
import type { Subject } from './subject';
import type { Stack } from './stack';
import type { Properties } from './value';

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** What a violation does: `remediate` sets the right value where the policy can, and is mandatory where it can't. */
export const levels = ['advisory', 'mandatory', 'remediate', 'disabled'] as const;
export type Level = (typeof levels)[number];

export interface Remediation {
  /** One sentence: what to change. */
  readonly text: string;
  /** TypeScript of a compliant resource; shown by `hx policy explain`. */
  readonly example: string;
}

interface Described {
  /** Kebab-case; the file is named after it, without the area. Never reused, never renamed. */
  readonly id: string;
  /** What holds where the policy passes: "Storage accounts accept HTTPS only". */
  readonly title: string;
  readonly severity: Severity;
  /** The level in an environment whose default is mandatory; where the default is advisory, everything is advisory. */
  readonly level: 'mandatory' | 'advisory';
  /** Checkov's ids for the same rule. */
  readonly checkov: readonly string[];
  /** Why a verdict differs from checkov's on purpose, by checkov id. */
  readonly differs?: Readonly<Record<string, string>>;
  /** Ids of the same rule elsewhere: "CIS Azure 5.0 9.3.7", "PSRule AZR-000118", "HX-STG-01". */
  readonly anchors?: readonly string[];
  /** Why it matters, in one or two sentences. */
  readonly rationale: string;
  readonly remediation: Remediation;
  /** URLs; the first is the one to read. */
  readonly references: readonly string[];
  /** Type tokens of the resources that are judged (their current names), or every resource. */
  readonly types: readonly string[] | 'every';
}

/** Judges one resource by itself: decided before that resource is created. */
export interface ResourcePolicy extends Described {
  readonly scope: 'resource';
  readonly check: (subject: Subject) => void;
  /** The inputs with the one right value; absent where there are several. Gets and returns values as they are, secrets wrapped. */
  readonly remediate?: (inputs: Properties) => Properties;
}

/** Judges one resource by the others of its stack: decided when all of them are known. */
export interface StackPolicy extends Described {
  readonly scope: 'stack';
  readonly check: (subject: Subject, stack: Stack) => void;
}

export type Policy = ResourcePolicy | StackPolicy;

/** Keeps the literal of a definition checked; the value is returned as it is. */
export const resourcePolicy = (policy: Omit<ResourcePolicy, 'scope'>): ResourcePolicy => ({ ...policy, scope: 'resource' });
export const stackPolicy = (policy: Omit<StackPolicy, 'scope'>): StackPolicy => ({ ...policy, scope: 'stack' });
