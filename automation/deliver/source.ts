// How a delivery names what it delivers. Pure.
import type { DeliverySource } from '../delivery';

/** `1a2b3c4d5e6f`, with `+` where files differ from the commit. */
export const shortSource = ({ sha, isDirty }: Pick<DeliverySource, 'sha' | 'isDirty'>): string => `${sha.slice(0, 12)}${isDirty ? '+' : ''}`;
