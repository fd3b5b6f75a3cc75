// The port to the policy pack: what a run of the engine is judged by, and what came of it. Types only; which policies there are is not known here.

export type PolicySeverity = 'critical' | 'high' | 'medium' | 'low';

export interface PolicyViolation {
  /** Dotted path of the input that is wrong; "" where it is the resource as a whole. */
  readonly property: string;
  readonly message: string;
}

/** A verdict that is no pass: one policy on one resource. */
export interface PolicyFinding {
  /** Id of the policy. */
  readonly policy: string;
  readonly title: string;
  readonly severity: PolicySeverity;
  readonly level: 'advisory' | 'mandatory' | 'remediate';
  /** `not-evaluated`: it read a value that is not known yet, or broke. */
  readonly outcome: 'failed' | 'not-evaluated';
  /** True where it stops the update. */
  readonly isBlocking: boolean;
  /** Checkov's ids for the same rule. */
  readonly checkov: readonly string[];
  readonly urn: string;
  /** Pulumi type token. */
  readonly resourceType: string;
  readonly violations: readonly PolicyViolation[];
  /** Why it was not evaluated. */
  readonly reason?: string;
  /** What takes its force: who allowed it, why, and until when. */
  readonly exemption?: {
    readonly justification: string;
    readonly owner: string;
    /** Last day, UTC: "2027-03-31". */
    readonly expires: string;
  };
  /** What to change. */
  readonly fix: string;
  /** Where to read about it. */
  readonly link: string;
}

export interface PolicyCounts {
  readonly passed: number;
  readonly failed: number;
  readonly notEvaluated: number;
  readonly exempt: number;
}

/** What one run of the engine came to. */
export interface PolicyReport {
  /** Policies in force. */
  readonly policies: number;
  /** Ids of those that the environment switches off. */
  readonly disabled: readonly string[];
  /** Resources that were judged. */
  readonly resources: number;
  /** False where the engine never asked about the stack as a whole. */
  readonly isComplete: boolean;
  readonly counts: PolicyCounts;
  readonly findings: readonly PolicyFinding[];
}

/** The pack as it stands before one run of the engine. */
export interface AttachedPack {
  /** Where it answers, on loopback. */
  readonly port: number;
  /** To be called once, after the run. Rejects where the pack has died or hangs. */
  report(): Promise<PolicyReport>;
}

export interface PolicySession {
  /**
   * `leavesOpen`: what can't be evaluated yet does not block: the stack is judged again before it is changed. Rejects where the pack can't be had.
   */
  attach(stack: string, leavesOpen: boolean): Promise<AttachedPack>;
  stop(): Promise<void>;
}
