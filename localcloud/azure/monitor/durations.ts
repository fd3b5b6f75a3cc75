// ISO 8601 durations of alert rules, in minutes.

/** Minutes of "PT5M", "PT1H", "P1D", or undefined where the text is none of these. */
export function minutesOf(text: string | undefined): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text ?? '');
  if (!match || text === 'P' || text?.endsWith('T')) return undefined;
  return Number(match[1] ?? 0) * 1440 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
}

/** True where one of the durations is as long as `text`: PT60M is PT1H. */
export const isOneOf = (text: string, durations: readonly string[]): boolean => {
  const minutes = minutesOf(text);
  return minutes !== undefined && durations.some((duration) => minutesOf(duration) === minutes);
};
