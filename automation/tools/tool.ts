// The words of a tool's acquisition: what a tool is, where it came from, what is asked and told on the way.

/** Where a tool came from: a fitting one on PATH, hx's cache, its maker's installer, or a build of its Go module. */
export type ToolSource = 'path' | 'cache' | 'installer' | 'go';

export interface FoundTool {
  /** Absolute path of an executable that has told its version. */
  readonly binary: string;
  /** Without a leading v: "3.259.0". */
  readonly version: string;
  readonly source: ToolSource;
}

export interface ToolProgress {
  readonly step: ToolSource | 'wait';
  /** One line for a person. A failed step says what it was and what to do; the next one follows. */
  readonly message: string;
  /** Since the step began. */
  readonly elapsedMs: number;
}

export interface ToolOptions {
  /** The project's root: package.json and the go.mod files in it pin the versions, its dist/ holds children that bring a tool. */
  readonly root: string;
  /** HX_CACHE. */
  readonly cache: string;
  /** The environment whose PATH is searched and that installers and Go inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly report?: (progress: ToolProgress) => void;
  readonly cancelled?: AbortSignal;
  /** Which ways are tried, in the fixed order path, cache, installer, go. Default: all. */
  readonly sources?: readonly ToolSource[];
}

/** Puts `bin/<executable>` into `folder`; returns why it could not, and what to do, as one sentence. */
export type Bring = (folder: string, version: string, options: ToolOptions, report: (message: string) => void) => Promise<string | undefined>;

/** A program of others that hx brings. */
export interface Tool {
  /** File name without a folder: "pulumi". */
  readonly executable: string;
  /** What else it may be called on PATH: Debian renames some. */
  readonly otherNames?: readonly string[];
  /** Its maker's name for it: "Pulumi". */
  readonly product: string;
  /** What hx calls it: "Pulumi engine". */
  readonly kind: string;
  /** The same in the middle of a sentence: "the engine". */
  readonly noun: string;
  /** Folder of HX_CACHE that holds one folder a version. */
  readonly folder: string;
  /** The pinned version: the one that is brought. */
  readonly version: string;
  /** Which versions on PATH will do, in words: ">= 3.259.0 < 4". */
  readonly range: string;
  readonly fits: (version: string) => boolean;
  readonly versionArguments: readonly string[];
  /** From what it prints with them; undefined where that is no version. */
  readonly readVersion: (stdout: string) => string | undefined;
  /** Variables that it is started with to tell its version. */
  readonly variables: Readonly<Record<string, string>>;
  /** How it is brought, in this order. */
  readonly ways: readonly { readonly source: Extract<ToolSource, 'installer' | 'go'>; readonly bring: Bring }[];
  /** What a person can do where no way leads to it. */
  readonly suggestion: string;
}
