// The steps of a delivery, one file each. Their order and what they need is in graph.ts.
import type { Step } from '../step';
import { copy } from './copy';
import { exports } from './exports';
import { images } from './images';
import { ingest } from './ingest';
import { landing } from './landing';
import { packageRelease } from './package';
import { profiles } from './profiles';
import { quality } from './quality';
import { scan } from './scan';
import { slot } from './slot';
import { switchSlot } from './switch';
import { tests } from './tests';
import { transform } from './transform';

export const steps: readonly Step[] = [exports, images, scan, landing, slot, profiles, packageRelease, copy, ingest, transform, tests, quality, switchSlot];
