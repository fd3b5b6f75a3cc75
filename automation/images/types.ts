// The words of image building: which images there are, what one is built from, which commit. Types and constants only.
export type { PythonEnvironment } from '../etl';

export const imageNames = ['etl-ingestion', 'etl-transformation'] as const;
export type ImageName = (typeof imageNames)[number];

/** What the images run on, wherever they are built: wheels are chosen for it. A daemon of another machine type is told so by `--platform`. */
export const imagePlatform = 'linux/amd64';
/** The same as Python names it. */
export const imageMachine = 'x86_64';
/** Of the base image. */
export const imagePython = '3.11';

export interface SourceVersion {
  /** 40 hex digits. */
  readonly sha: string;
  /** Seconds since the epoch. */
  readonly committedAt: number;
  /** True where a tracked file of app/ differs from the commit, or one there is neither tracked nor ignored. */
  readonly isDirty: boolean;
  /** sha256 in hex over the names, modes and contents of the files of app/ that git knows or would take. */
  readonly appDigest: string;
  /** https address of the origin without credentials; absent where it has none. */
  readonly repository?: string;
}

export interface StagedContext {
  /** Absolute path of the folder that the builder sends. */
  readonly context: string;
  /** Absolute path; inside the context. */
  readonly dockerfile: string;
  /** Build arguments but BASE_IMAGE, which `ensureBaseImage` gives. */
  readonly args: Readonly<Record<string, string>>;
  /** sha256 in hex over the names, modes and contents of the context. */
  readonly digest: string;
}

export type StagedContexts = Readonly<Record<ImageName, StagedContext>>;

/** What every step of this folder needs of the world. */
export interface StepContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One line for a person about what takes long. */
  readonly report: (line: string) => void;
  readonly cancelled: AbortSignal;
}
