// The port between handlers and the composition root: everything a command needs of the other rooms. Types only.
import type { Engine, HxPaths, OperationDeps, Program, Target, TargetSelection } from '../automation';
import type { CloudName } from '../automation/programs';
import type { CloudAdmin } from './cloud-admin';

/** One problem of the configuration, where it is and what to do. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly suggestion?: string;
}

export interface App {
  readonly root: string;
  readonly paths: HxPaths;
  /** The cloud to work on: the flag, then HX_CLOUD, then Azure where credentials are. Throws HxError 'authentication' or 'usage'. */
  cloud(flag: string | undefined): CloudName;
  /** Every target of the configuration, in its order. Throws HxError 'usage' with all problems when it is not valid. */
  targets(): Promise<readonly Target[]>;
  /** The chosen ones. Throws HxError 'usage' naming the nearest where a name is unknown. */
  select(selection: TargetSelection): Promise<readonly Target[]>;
  /** Every problem of the configuration; none means valid. Also how many environments were read. */
  problems(): Promise<{ readonly environments: readonly string[]; readonly problems: readonly ConfigProblem[] }>;
  readonly programs: readonly Program[];
  engine(): Promise<Engine>;
  deps(): Promise<OperationDeps>;
  localCloud(): Promise<CloudAdmin>;
}
