// What hx knows of a Pulumi program: where its module is and which programs must be up before it. The modules themselves live in infra/.
import type { JsonObject } from './json';

export interface Program {
  /** "platform", "lakehouse", "images". */
  readonly name: string;
  /** Pulumi project: "hiscox-etl" for platform, "hiscox-etl-<name>" for the others. */
  readonly project: string;
  /** Absolute path of a CommonJS module that exports `program: ProgramFunction`. Loaded in the worker only. */
  readonly module: string;
  /** Programs of the same target whose outputs this one reads; they run first (last on destroy). */
  readonly dependsOn: readonly string[];
  readonly phase: ProgramPhase;
}

/**
 * `infrastructure`: what `hx up` makes, and previews, refreshes and looks for drift in. `delivery`: what a deployment of the app makes on top; other
 * commands see its stacks where they exist.
 */
export type ProgramPhase = 'infrastructure' | 'delivery';

export interface ProgramInput {
  readonly env: string;
  readonly region: string;
  readonly isPrimary: boolean;
  readonly cloud: CloudName;
  readonly settings: JsonObject;
  /** Stack outputs of `dependsOn`, by program name, without secret ones. An absent program (first preview) means: all its outputs are unknown. */
  readonly upstream: Readonly<Record<string, JsonObject>>;
}

/** Builds the resources and returns the stack outputs. Runs inside the engine's program context. */
export type ProgramFunction = (input: ProgramInput) => Promise<Record<string, unknown>>;

export type CloudName = 'azure' | 'local';
