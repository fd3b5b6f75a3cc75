// Spans of time in words: short for progress, relative for the past. Pure: now is an argument.

/** "0.4s", "12s", "3m 05s", "1h 02m". */
export function span(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '0s';
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}

const steps: readonly (readonly [limitMs: number, unitMs: number, unit: string])[] = [
  [60_000, 1000, 'second'],
  [3_600_000, 60_000, 'minute'],
  [86_400_000, 3_600_000, 'hour'],
  [14 * 86_400_000, 86_400_000, 'day'],
  [60 * 86_400_000, 7 * 86_400_000, 'week'],
  [Number.POSITIVE_INFINITY, 30 * 86_400_000, 'month'],
];

/** "just now", "5 minutes ago"; the text itself where it is no time. */
export function ago(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  if (Number.isNaN(passed)) return iso;
  if (passed < 10_000) return 'just now';
  const [, unitMs, unit] = steps.find(([limit]) => passed < limit) ?? [0, 1000, 'second'];
  const count = Math.floor(passed / unitMs);
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
