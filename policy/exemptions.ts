// Exemptions: justified, owned, expiring exceptions from one policy for named resources. Reads no file.

/** One entry of policy/exemptions.yaml. */
export interface Exemption {
  readonly policy: string;
  /** Full URN; `*` stands for any run of characters. */
  readonly urn: string;
  readonly environment: string;
  readonly justification: string;
  /** Who answers for it: an e-mail address. */
  readonly owner: string;
  /** Last day, UTC: "2027-03-31". */
  readonly expires: string;
}

export const longestExemptionDays = 180;
const dayMs = 86_400_000;

/** Midnight UTC at the beginning of the day; undefined for what is no date of the calendar. */
export function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : time;
}

/** True through the whole last day. An end that is no date has passed. */
export const isInForce = ({ expires }: Pick<Exemption, 'expires'>, now: Date): boolean => now.getTime() < (dayOf(expires) ?? Number.NEGATIVE_INFINITY) + dayMs;

/** True where the end lies further ahead than any exemption may last. */
export const lastsTooLong = ({ expires }: Pick<Exemption, 'expires'>, now: Date): boolean =>
  (dayOf(expires) ?? 0) - now.getTime() > longestExemptionDays * dayMs;

/** The first exemption that names policy, resource and environment. */
export const exemptionFor = (exemptions: readonly Exemption[], policy: string, urn: string, environment: string | undefined): Exemption | undefined =>
  environment === undefined ? undefined : exemptions.find((one) => one.policy === policy && one.environment === environment && matchesPattern(urn, one.urn));

/** Matches `*` in time linear in the text for each star: no backtracking. */
export function matchesPattern(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
