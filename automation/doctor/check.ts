// What doctor tells: one row a need. How it is shown is the CLI's.
import type { CloudName } from '../programs';

/** `missing` and `outdated` stop hx from working; `optional-missing` stops only what `why` names. */
export type CheckStatus = 'ok' | 'missing' | 'outdated' | 'optional-missing';

export interface Check {
  /** "node", "engine", "azure-credentials": stable, for `--json`. */
  readonly name: string;
  readonly status: CheckStatus;
  /** Version or value that was found; undefined where nothing was. */
  readonly found: string | undefined;
  readonly wanted: string;
  readonly why: string;
  /** A command to type, or the edit to make; undefined where all is well. */
  readonly fix: string | undefined;
}

export interface DoctorOptions {
  readonly root: string;
  /** HX_HOME. */
  readonly home: string;
  /** HX_CACHE. */
  readonly cache: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The cloud that was asked for; Azure credentials are required with "azure" alone. */
  readonly cloud: CloudName | undefined;
  /** Milliseconds a probe may take; default 10,000. */
  readonly timeoutMs?: number;
}

/** True where nothing that hx needs is missing or outdated. */
export function isHealthy(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status === 'ok' || status === 'optional-missing');
}
