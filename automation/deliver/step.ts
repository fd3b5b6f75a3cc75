// What a step is, and what it is given. Steps never print; they tell, and return what later steps need.
import type { VolumeFiles } from '../azure';
import type { EtlRun, PythonEnvironment } from '../etl';
import type { Application } from '../images';
import type { CloudName } from '../programs';
import type { ScanReport } from '../scan';
import type { Target } from '../targets';
import type { StackExport } from '../records/types';
import type { ImagesOutput, StepOutputs } from './outputs';
import type { SlotRecord } from '../records/slots';
import type { DeliverySlot, DeliverySource, StepName, StepState } from '../delivery';

/** Where the ETL's commands find the target's warehouse. */
export interface WarehouseSession {
  /** PG* variables, or those of Databricks. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values among them that must be shown nowhere. */
  readonly secrets: readonly string[];
  stop(): Promise<void>;
}

export interface ImagesRequest {
  readonly target: Target;
  readonly source: DeliverySource;
  readonly loginServer: string;
  readonly python: PythonEnvironment;
  /** A folder of this delivery for what is staged. */
  readonly folder: string;
  readonly tell: (line: string) => void;
  readonly note: (text: string) => void;
  readonly cancelled: AbortSignal;
}

export interface ImagesAnswer extends ImagesOutput {
  /** `unchanged`: the registry had them from an earlier delivery; `promoted`: copied by digest from another registry. */
  readonly how: 'built' | 'unchanged' | 'promoted';
  /** One line that says so. */
  readonly message: string;
}

/** Where a release stands in a slot's volume: "/Volumes/…". */
export interface ReleasePlaces {
  readonly wheel: string;
  /** Folder of the dbt project. */
  readonly project: string;
}

export interface ApplicationRequest {
  readonly python: PythonEnvironment;
  /** An empty folder of this delivery; gets the copy of app/ and the wheel. */
  readonly folder: string;
  readonly tell: (line: string) => void;
  readonly cancelled: AbortSignal;
}

/** A delivery's adapters; the composition root makes them, one delivery at a time uses them. */
export interface DeliveryServices {
  /** Exports of the target's stacks, made anew; throws HxError `stackNotFound` where one never was up. */
  exports(target: Target): Promise<readonly StackExport[]>;
  /** Outputs of the target's stacks as they were exported last, merged; reads files alone. */
  recorded(target: Target): Promise<StepOutputs['exports']['outputs']>;
  python(tell: (line: string) => void, cancelled: AbortSignal): Promise<PythonEnvironment>;
  warehouse(target: Target, outputs: StepOutputs['exports']['outputs'], python: PythonEnvironment): Promise<WarehouseSession>;
  /** Builds the wheel from the files of app/ that git knows. */
  application(request: ApplicationRequest): Promise<Application>;
  /** By the names of the outputs alone. */
  releasePlaces(outputs: StepOutputs['exports']['outputs']): Promise<Readonly<Record<DeliverySlot, ReleasePlaces>>>;
  /** The target's volumes; the local cloud has none. */
  volumes(outputs: StepOutputs['exports']['outputs'], cancelled: AbortSignal): Promise<VolumeFiles>;
  images(request: ImagesRequest): Promise<ImagesAnswer>;
  /** Scans one image by the environment's threshold; `reference` is a `repoDigest`. */
  scan(reference: string, target: Target, cancelled: AbortSignal): Promise<{ readonly report: ScanReport; readonly sarif: string }>;
  /** Starts the schedule of one slot's pipeline and stops the other's. Returns what it did, in words. */
  schedule(target: Target, outputs: StepOutputs['exports']['outputs'], live: 'blue' | 'green'): Promise<string>;
}

export interface StepContext {
  readonly target: Target;
  readonly cloud: CloudName;
  /** HX_HOME/deliveries/<cloud>/<target>/<run>. */
  readonly folder: string;
  readonly source: DeliverySource;
  /** Folder of the files to load, where one was named. */
  readonly landing: string | undefined;
  /** Deliver also what is live already. */
  readonly isAgain: boolean;
  readonly services: DeliveryServices;
  readonly now: () => Date;
  /** Result of a step that has succeeded; undefined where it was left out. */
  readonly find: <Name extends StepName>(name: Name) => StepOutputs[Name] | undefined;
  /** The same of a step that can't be left out. */
  readonly need: <Name extends StepName>(name: Name) => StepOutputs[Name];
  readonly stateOf: (name: StepName) => StepState | undefined;
  /** Of what this delivery will leave in its slot. */
  readonly remember: (fingerprint: string) => Promise<void>;
  /** The last switch of this target. */
  readonly lastSwitch: SlotRecord | undefined;
  /** Folder with the manifest that a slot was last built from. */
  readonly builtState: (slot: DeliverySlot) => string;
  /** Where a sample of files is kept, by target and day. */
  readonly sampleFolder: string;
  /** How to run what needs no warehouse. */
  readonly python: () => Promise<EtlRun>;
  /** How to run the ETL's commands on the target's warehouse, which is opened when this is first asked for. */
  readonly etl: (variables?: Readonly<Record<string, string>>) => Promise<EtlRun>;
  /** Text for the log alone, masked. */
  readonly note: (text: string) => void;
  readonly logFile: string;
  /** One line for a person and the log, masked. */
  readonly tell: (line: string) => void;
  /** Aborted by Ctrl-C and by the step's time limit. */
  readonly signal: AbortSignal;
}

export interface StepOutcome<Output> {
  readonly state: 'succeeded' | 'unchanged' | 'skipped';
  readonly message: string;
  readonly warnings?: readonly string[];
  readonly output: Output;
}

/** What a step would do, for `--dry-run`: from the exports alone, without a warehouse or a daemon. */
export interface StepPlan {
  readonly does: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface PlanContext {
  readonly target: Target;
  readonly cloud: CloudName;
  readonly source: DeliverySource;
  readonly landing: string | undefined;
  readonly outputs: StepOutputs['exports']['outputs'];
  readonly places: Readonly<Record<DeliverySlot, ReleasePlaces>>;
}

export interface Step<Name extends StepName = StepName> {
  readonly name: Name;
  readonly timeoutMs: number;
  /** True where it may be begun again after a failure of the network or the warehouse: it changes nothing twice. */
  readonly isRetried: boolean;
  readonly plan: (context: PlanContext) => StepPlan;
  readonly run: (context: StepContext) => Promise<StepOutcome<StepOutputs[Name]>>;
}

export const step = <Name extends StepName>(definition: Step<Name>): Step<Name> => definition;
