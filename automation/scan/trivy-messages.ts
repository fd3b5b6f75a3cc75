// The one reader of trivy's own texts: what its log says of a failure, and of what it could not judge. Pure.

/** Time, level, message: as trivy writes a line of its log. */
const linePattern = /^\d{4}-\d\d-\d\dT\S+\t(?<level>[A-Z]+)\t(?<text>.*)$/;
const shownWarnings = 5;

const messages = (log: string, levels: readonly string[]): readonly string[] =>
  log.split('\n').flatMap((line) => {
    const { level = '', text = '' } = linePattern.exec(line)?.groups ?? {};
    return levels.includes(level)
      ? [
          text
            .replaceAll('\t', ' ')
            .replace(/\\n.*$/, '')
            .trim(),
        ]
      : [];
  });

/** Hints that say nothing of what was scanned. */
const isHint = (text: string): boolean => /^(Using severities from other vendors|Provide a higher timeout|This OS version is not on the EOL list)/.test(text);

/** What trivy could not read or judge, one line each; the rest is counted. */
export function warningsIn(log: string): readonly string[] {
  const all = [...new Set(messages(log, ['ERROR', 'WARN']).filter((text) => !isHint(text)))];
  return all.length <= shownWarnings ? all : [...all.slice(0, shownWarnings), `and ${all.length - shownWarnings} more`];
}

/** True where trivy could not read the image's own configuration, and so judged none of it. */
export const isConfigurationUnread = (log: string): boolean =>
  /\[dockerfile scanner\]\tFailed to parse file|\[dockerfile scanner\] Failed to parse file/.test(log);

export type Failure =
  /** The image is neither on this machine nor in its registry. */
  | { readonly kind: 'image-not-found' }
  /** Not an archive or folder of an image. */
  | { readonly kind: 'not-an-image' }
  /** The vulnerability database, or the one of Java archives, is not there. */
  | { readonly kind: 'no-database' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'other'; readonly reason: string };

/** Why trivy gave up. */
export function failureIn(log: string): Failure {
  if (/unable to find the specified image/.test(log)) return { kind: 'image-not-found' };
  if (/unable to open .* as (a Docker|an OCI) image/i.test(log)) return { kind: 'not-an-image' };
  if (/context deadline exceeded/.test(log)) return { kind: 'timeout' };
  if (/\bDB error\b|cannot be specified on the first run|failed to download (vulnerability|java) DB/i.test(log)) return { kind: 'no-database' };
  // Each layer puts its own words in front of the cause.
  const fatal = (messages(log, ['FATAL']).at(-1) ?? '').replace(/^Fatal error /, '');
  return { kind: 'other', reason: fatal.split(': ').slice(-2).join(': ') || 'it gave no reason' };
}
