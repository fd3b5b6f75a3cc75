// Which versions of a tool fit the pinned one. Pure.

export type Version = readonly [major: number, minor: number, patch: number];

/** Reads "v3.259.0", "3.259.0-alpha.1" or a line that ends so; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+][\w.+-]*)?$/.exec(text.trim().split(/\s+/).at(-1) ?? '');
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

export function formatVersion(version: Version): string {
  return version.join('.');
}

/** True for the pinned version and newer ones of its major; an older one may lack what hx asks of it. */
export function isFitting(pinned: Version, found: Version): boolean {
  if (found[0] !== pinned[0]) return false;
  return found[1] === pinned[1] ? found[2] >= pinned[2] : found[1] > pinned[1];
}

/** The rule of `isFitting` in words: ">= 3.259.0 < 4". */
export function fittingRange(pinned: string): string {
  const major = parseVersion(pinned)?.[0] ?? 0;
  return `>= ${pinned} < ${major + 1}`;
}

/** `isFitting` for texts; what is no version does not fit. */
export function fits(pinned: string, found: string): boolean {
  const [one, other] = [parseVersion(pinned), parseVersion(found)];
  return one !== undefined && other !== undefined && isFitting(one, other);
}
