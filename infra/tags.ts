// The tags of every resource, and Azure's limits on them. Pure; applying them is the programs' matter.
import type { RegionSettings } from './config/environment';

/** Tags that hx sets itself; configuration may not. */
export const reservedTags = ['project', 'environment', 'region', 'managed-by'] as const;

/** The tags of one target: hx's own and those of the configuration (owner, cost-centre, …). */
export function tagsOf(settings: Pick<RegionSettings, 'project' | 'environment' | 'region' | 'tags'>): Readonly<Record<string, string>> {
  const { project, environment, region, tags } = settings;
  return { ...tags, project, environment, region, 'managed-by': 'hx' };
}

/** Limits that hold for every kind the programs make: DNS zones take 15 tags and no spaces or leading digits, storage names of 128 characters. */
export const tagLimits = { count: 15, name: 128, value: 256 } as const;

const namePattern = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const azurePrefixes = /^(microsoft|azure|windows)/i;

/** What is wrong with a tag of the configuration, in one sentence, or nothing. */
export function checkTag(name: string, value: string): string | undefined {
  if (reservedTags.some((reserved) => reserved === name.toLowerCase())) return `the tag ${name} is set by hx itself`;
  if (azurePrefixes.test(name)) return `the tag ${name} starts with a word that Azure keeps for itself: microsoft, azure, windows`;
  if (name.length > tagLimits.name) return `a tag name has ${name.length} characters; Azure allows at most ${tagLimits.name}`;
  if (!namePattern.test(name)) return `the tag name "${name}" must start with a letter and have letters, digits, _ . and - only`;
  if (value.length > tagLimits.value) return `the tag ${name} has a value of ${value.length} characters; Azure allows at most ${tagLimits.value}`;
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(value)) return `the tag ${name} has a control character in its value`;
  return undefined;
}

/** What is wrong with the tags of one target together: too many, or two names that differ in case alone. */
export function checkTags(tags: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(tags);
  const folded = names.map((name) => name.toLowerCase());
  const twins = names.filter((name, index) => folded.indexOf(name.toLowerCase()) !== index);
  return [
    ...twins.map((name) => `the tag ${name} appears twice; Azure ignores case in tag names`),
    ...(names.length > tagLimits.count ? [`${names.length} tags together; Azure allows at most ${tagLimits.count} on a DNS zone`] : []),
  ];
}
