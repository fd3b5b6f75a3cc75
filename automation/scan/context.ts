// What a scan needs of the world. Types only.
export interface ScanContext {
  /** The project's root: places are told from here. */
  readonly root: string;
  /** HX_CACHE: trivy's database is kept below it. */
  readonly cache: string;
  /** HX_HOME/runs. */
  readonly runs: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** For the whole scan. */
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
  /** One line for a person about what takes long. */
  readonly tell: (line: string) => void;
}
