// The port between the policy commands and the policy pack. Types only.
import type { PolicyFinding, PolicyReport, PolicySeverity } from '../automation/policies';

export interface PolicyEntry {
  readonly id: string;
  readonly title: string;
  readonly severity: PolicySeverity;
  /** `stack`: judged by its siblings too. */
  readonly scope: 'resource' | 'stack';
  readonly checkov: readonly string[];
  readonly anchors: readonly string[];
  /** Type tokens, or "every". */
  readonly types: readonly string[];
  readonly canRemediate: boolean;
  /** The level in force, by environment. */
  readonly levels: Readonly<Record<string, string>>;
}

export interface PolicyDetails extends PolicyEntry {
  readonly rationale: string;
  readonly fix: string;
  /** TypeScript. */
  readonly example: string;
  readonly references: readonly string[];
  /** Why its verdict differs from checkov's, by checkov id. */
  readonly differs: Readonly<Record<string, string>>;
  /** Path from the project's folder. */
  readonly file: string;
}

export interface ParityEntry {
  readonly checkov: string;
  readonly policy?: string;
  /** Cases in the tables of tests. */
  readonly cases: number;
  /** Path of the table, from the project's folder. */
  readonly table?: string;
  readonly reason?: string;
}

/** Something wrong with the exemptions themselves. */
export interface ExemptionProblem {
  readonly kind: 'expired' | 'too-long' | 'unused';
  readonly message: string;
  /** "policy/exemptions.yaml:12:3", where it stands in one place. */
  readonly place?: string;
}

export interface JudgedFile {
  readonly stack: string;
  readonly report: PolicyReport;
  /** Where resources were written down, by URN: "infra/lake.ts:12". */
  readonly sources: ReadonlyMap<string, string>;
}

export interface PolicyAdmin {
  list(): readonly PolicyEntry[];
  /** By policy id, checkov id or anchor, whatever its case. Throws HxError 'usage' with the nearest one. */
  explain(id: string): PolicyDetails;
  parity(): Promise<readonly ParityEntry[]>;
  /** Judges what the Pulumi CLI has written, as the given environment or as its stack's. Throws HxError 'usage' for a file that is none. */
  judgeFile(file: string, environment: string | undefined): Promise<JudgedFile>;
  /** Judges a deployment as in a stack export. */
  judgeDeployment(deployment: unknown): Promise<JudgedFile>;
  /** What is wrong with the exemptions; `judged` are the environments that were judged as a whole. */
  exemptionProblems(judged: readonly string[], findings: readonly PolicyFinding[]): Promise<readonly ExemptionProblem[]>;
  /** Where a resource of this project's own programs is made: "infra/components/data-lake.ts:41". */
  locate(urn: string): string | undefined;
  /** Writes the files of a new policy; their paths. Throws HxError 'usage' for a bad id, or one that is taken. */
  create(id: string): Promise<readonly string[]>;
}
