// The words of the engine's acquisition: what was found, what is asked, what is told on the way.

/** Where the engine came from: a fitting `pulumi` on PATH, hx's cache, Pulumi's installer, or a build of its Go module. */
export type EngineSource = 'path' | 'cache' | 'installer' | 'go';

export interface Engine {
  /** Absolute path of an executable that has answered `pulumi version`. */
  readonly binary: string;
  /** Without a leading v: "3.259.0". */
  readonly version: string;
  readonly source: EngineSource;
}

export interface EngineProgress {
  readonly step: 'path' | 'cache' | 'wait' | 'installer' | 'go';
  /** One line for a person. A failed step says what it was and what to do; the next one follows. */
  readonly message: string;
  /** Since the step began. */
  readonly elapsedMs: number;
}

export interface EngineOptions {
  /** The project's root: its package.json pins the version, its dist/ holds the installer's child. */
  readonly root: string;
  /** HX_CACHE. */
  readonly cache: string;
  /** The environment whose PATH is searched and that the installer and Go inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly report?: (progress: EngineProgress) => void;
  readonly cancelled?: AbortSignal;
  /** Which ways are tried, in the fixed order path, cache, installer, go. Default: all. */
  readonly sources?: readonly EngineSource[];
}
