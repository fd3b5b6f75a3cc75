// The port between handlers and the composition root: everything a command needs of the other rooms. Types only.
import type { CloudName, CloudSession, HxPaths, OperationDeps, PolicySession, Program, Target } from '../automation';
import type { DeliveryServices } from '../automation/deliver';
import type { Check } from '../automation/doctor';
import type { CheckApp } from './app-checks';
import type { CloudAdmin } from './cloud-admin';
import type { OpenPipeline } from './pipelines';
import type { Scans } from './scans';
import type { Schedules } from './schedules';
import type { PolicyAdmin } from './policy-admin';

/** One problem of the configuration, where it is and what to write instead. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

export interface ExplainedSetting {
  readonly path: string;
  readonly value: unknown;
  readonly source: 'region' | 'environment' | 'default';
  readonly file?: string;
  readonly line?: number;
}

/** What `--env`, `--region`, `--all` and `--cloud` said. */
export interface Selection {
  readonly env: readonly string[];
  readonly region: readonly string[];
  readonly all: boolean;
}

export interface Chosen {
  readonly targets: readonly Target[];
  readonly cloud: CloudName;
}

export interface App {
  readonly root: string;
  readonly paths: HxPaths;
  programs(): Promise<readonly Program[]>;
  /** The chosen targets. Throws HxError 'usage': all problems of the configuration, or the nearest name where one is unknown. */
  select(selection: Selection): Promise<readonly Target[]>;
  /**
   * The chosen targets and the cloud to work on: the flag, then HX_CLOUD, then Azure where credentials are. Throws HxError 'usage' as
   * `select` does, then 'authentication' where there is neither a choice nor a credential.
   */
  choose(selection: Selection, cloud: string | undefined): Promise<Chosen>;
  /** A target's settings as an update is to see them now: one whose vault was deleted and can be recovered says so. */
  settingsNow(cloud: CloudName): (target: Target) => Promise<Target['settings']>;
  /** The cloud alone, where no target matters; undefined where nothing was chosen. Throws HxError 'usage' for an unknown one. */
  cloudChoice(flag: string | undefined): CloudName | undefined;
  validate(): Promise<{ readonly environments: readonly string[]; readonly problems: readonly ConfigProblem[] }>;
  explain(target: Target): Promise<readonly ExplainedSetting[]>;
  /** For completion: names alone, fast, never an error. */
  targetNames(): Promise<readonly { readonly environment: string; readonly regions: readonly string[] }[]>;
  deps(): Promise<OperationDeps>;
  /** Starts what stands for the cloud during one operation. */
  startCloud(cloud: CloudName): Promise<CloudSession>;
  /** Starts the pack that previews and updates are judged by. */
  startPolicies(): Promise<PolicySession>;
  /** Throws HxError 'usage' for exemptions that are malformed. */
  policies(): Promise<PolicyAdmin>;
  /** What a delivery reaches the cloud, the warehouse, the registry and the scanner by. */
  delivery(cloud: CloudName): Promise<DeliveryServices>;
  /** Removes what a target of the local cloud had loaded; its workspace is gone. */
  forgetWarehouse(target: string): Promise<void>;
  /** The schedules of the slots' pipelines. */
  schedules(cloud: CloudName): Promise<Schedules>;
  doctor(cloud: CloudName | undefined): Promise<readonly Check[]>;
  scans(): Promise<Scans>;
  checkApp(): Promise<CheckApp>;
  pipelines(): Promise<OpenPipeline>;
  localCloud(): Promise<CloudAdmin>;
}
