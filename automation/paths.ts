// Where hx keeps things. HX_HOME holds what must not be lost, HX_CACHE what can be made again; two HX_HOMEs never touch each other.
import { join } from 'node:path';

export interface HxPaths {
  readonly root: string;
  readonly home: string;
  readonly cache: string;
  /** PULUMI_HOME of the engines that hx starts. */
  readonly pulumiHome: string;
  /** Folder behind the file:// backend of the local cloud. */
  readonly state: string;
  readonly workspaces: string;
  /** The local cloud's store. */
  readonly cloud: string;
  readonly leases: string;
  readonly ledger: string;
  readonly checkpoints: string;
  readonly exports: string;
  /** Records, logs and reports of deliveries. */
  readonly deliveries: string;
  /** Which images were built of which commit. */
  readonly images: string;
  /** Which slot of a target is live, and what each slot's models were built from. */
  readonly slots: string;
  readonly runs: string;
  readonly audit: string;
  /** Last result, drift and durations of each stack: what `hx status` shows; nothing depends on it. */
  readonly history: string;
  /** Mode 0600; encrypts the secrets of stacks without a cloud key. Made on first use. */
  readonly passphrase: string;
}

/** All paths from the project root, HX_HOME and HX_CACHE; each absolute. */
export function hxPaths(root: string, home: string, cache: string): HxPaths {
  return {
    root,
    home,
    cache,
    pulumiHome: join(home, 'pulumi'),
    state: join(home, 'state'),
    workspaces: join(home, 'workspaces'),
    cloud: join(home, 'cloud'),
    leases: join(home, 'leases'),
    ledger: join(home, 'ledger'),
    checkpoints: join(home, 'checkpoints'),
    exports: join(home, 'exports'),
    deliveries: join(home, 'deliveries'),
    images: join(home, 'images'),
    slots: join(home, 'slots'),
    runs: join(home, 'runs'),
    audit: join(home, 'audit'),
    history: join(home, 'history'),
    passphrase: join(home, 'passphrase'),
  };
}
