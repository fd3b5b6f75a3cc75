// Targets: what they are and what `--env`, `--region` and `--all` ask for. Pure: knows no file and no process.
import type { JsonObject } from './json';

/** One environment in one region, with all that the update of its stacks needs. Made by the composition root from infra's configuration. */
export interface Target {
  readonly env: string;
  readonly region: string;
  /** `<env>-<region>`: the stack name in every program's project. */
  readonly name: string;
  readonly isPrimary: boolean;
  /** True for environments whose changes are confirmed by typing the environment's name (prod). */
  readonly isProtected: boolean;
  /** Azure only: backend URL and secrets provider URL of the environment. */
  readonly backendUrl?: string;
  readonly secretsProvider?: string;
  /** The environment's configuration with the region's overrides applied; passed to programs as it is. */
  readonly settings: JsonObject;
}

export interface TargetSelection {
  readonly envs: readonly string[];
  readonly regions: readonly string[];
  readonly all: boolean;
}
