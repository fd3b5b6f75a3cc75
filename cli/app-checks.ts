// The port between `hx ci app` and the composition root. Types only.
import type { AppCheckEvent, AppCheckName, AppChecks } from '../automation/app-checks';

export interface AppCheckTerms {
  /** Empty means all. */
  readonly only: readonly AppCheckName[];
  readonly allowUnavailable: readonly AppCheckName[];
  /** Folder for logs, JUnit and coverage; undefined means the usual one below HX_HOME. */
  readonly out: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly onEvent: (event: AppCheckEvent) => void;
}

/** Brings Python and the locked packages, then checks. Throws HxError 'failure' where that can't be had, 'timeout', 'cancelled'. */
export type CheckApp = (terms: AppCheckTerms) => Promise<AppChecks>;
