// What each step of a delivery hands to the steps after it. Plain JSON without secrets: it is kept in the record, and read again by --resume.
import type { Json, JsonObject } from '../json';
import type { DeliverySlot } from '../delivery';

/** An image as its registry knows it. */
export interface DeliveredImage {
  /** `<login server>/etl-ingestion@sha256:…`. */
  readonly reference: string;
  readonly digest: string;
}

export interface ExportsOutput {
  /** File with the stack exports as `hx export` prints them. */
  readonly file: string;
  /** Of all stacks, merged; without secret ones. */
  readonly outputs: Readonly<Record<string, Json>>;
  /** sha256 over the outputs. */
  readonly digest: string;
}

export interface ImagesOutput {
  readonly tag: string;
  readonly images: Readonly<Record<string, DeliveredImage>>;
}

export interface ScanOutput {
  readonly images: Readonly<Record<string, { readonly findings: number; readonly blocking: number; readonly sarif: string }>>;
}

export interface LandingOutput {
  /** Absolute. */
  readonly folder: string;
  readonly isSample: boolean;
  /** Same files, same id: loading them twice changes nothing. */
  readonly runId: string;
  /** sha256 by file name. */
  readonly files: Readonly<Record<string, string>>;
}

export interface SlotOutput {
  /** The slot that readers see; null before the first switch. */
  readonly live: DeliverySlot | null;
  /** The slot that this delivery fills. */
  readonly idle: DeliverySlot;
  /** Set where the live slot holds this very delivery: nothing is left to do. */
  readonly current?: string;
}

export interface ProfilesOutput {
  /** Folder of profiles.yml. */
  readonly folder: string;
  readonly schema: string;
  /** What the ETL's commands need of the target; nothing of it is secret. */
  readonly variables: Readonly<Record<string, string>>;
}

/** By step; a step that is missing here hands nothing on but its message. */
export interface StepOutputs {
  readonly exports: ExportsOutput;
  readonly images: ImagesOutput;
  readonly scan: ScanOutput;
  readonly landing: LandingOutput;
  readonly slot: SlotOutput;
  readonly profiles: ProfilesOutput;
  readonly package: JsonObject;
  readonly copy: JsonObject;
  readonly ingest: JsonObject;
  /** Folder with manifest.json: what the next delivery's slim build compares with. */
  readonly transform: {
    readonly state: string;
    /** What the slot held when it was built: gates judge that, and nothing else goes live. */ readonly held: string;
  };
  readonly tests: { readonly junit: string; readonly passed: number; readonly failed: number };
  readonly quality: JsonObject;
  readonly switch: { readonly live: DeliverySlot };
}
