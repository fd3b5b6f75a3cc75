// The port between the scan commands and the composition root. Types only.
import type { ScanReport, Severity } from '../automation/scan';

export interface ScanTerms {
  /** Whose thresholds and exemptions hold; undefined means the strictest. */
  readonly environment: string | undefined;
  /** In place of the environment's own threshold. */
  readonly severity: Severity | undefined;
  /** Undefined means the usual one. */
  readonly timeoutMs: number | undefined;
  /** What an image is called in the report, where it is reached by another reference. */
  readonly shownAs?: { readonly name: string; readonly subject: string };
}

/** Throws HxError 'usage' for what can't be scanned, 'failure' where trivy can't be had and must be, 'timeout', 'cancelled'. */
export interface Scans {
  /** Paths from the working folder; none means the project. */
  files(paths: readonly string[], terms: ScanTerms): Promise<ScanReport>;
  /** A reference, an archive, or a folder in OCI layout. `isOffline` asks for no newer database. */
  image(image: string, isOffline: boolean, terms: ScanTerms): Promise<ScanReport>;
}
