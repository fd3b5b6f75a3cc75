// Which engine versions fit the pinned one. Pure.

export type Version = readonly [major: number, minor: number, patch: number];

/** Reads "v3.259.0", "3.259.0-alpha.1" or a line that ends so; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+][\w.+-]*)?$/.exec(text.trim().split(/\s+/).at(-1) ?? '');
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

export function formatVersion(version: Version): string {
  return version.join('.');
}

/**
 * True for the pinned version and newer ones of its major. The engine keeps its protocols for older SDKs within a major, as the
 * Automation API's own check assumes; an older engine may lack what the SDK and hx ask of it.
 */
export function isFitting(pinned: Version, found: Version): boolean {
  if (found[0] !== pinned[0]) return false;
  return found[1] === pinned[1] ? found[2] >= pinned[2] : found[1] > pinned[1];
}

/** The rule of `isFitting` in words: ">= 3.259.0 < 4". */
export function engineRange(pinned: string): string {
  const major = parseVersion(pinned)?.[0] ?? 0;
  return `>= ${pinned} < ${major + 1}`;
}
