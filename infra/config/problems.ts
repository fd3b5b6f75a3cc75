// A problem of a configuration file, with its place and what to write instead. Pure; throws nothing, prints nothing.

export interface ConfigProblem {
  /** Path of the file as it was given. */
  readonly file: string;
  /** Both start at 1. */
  readonly line: number;
  readonly column: number;
  /** "regions.eastus.addressSpace"; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** file:line:column: path: message, and the suggestion after it. */
export function formatProblem({ file, line, column, path, message, suggestion }: ConfigProblem): string {
  const place = path === '' ? '' : `${path}: `;
  return `${file}:${line}:${column}: ${place}${message}${suggestion === undefined ? '' : ` (${suggestion})`}`;
}

/** Text of a file as a message may show it: short, one line, nothing that steers a terminal. */
export function quoted(text: string): string {
  const visible = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '\ufffd');
  return `"${visible.length > 60 ? `${visible.slice(0, 57)}…` : visible}"`;
}

/** The candidate that a typing error most likely meant, or nothing when all are too far. */
export function nearest(wrong: string, candidates: readonly string[]): string | undefined {
  const word = wrong.slice(0, 64).toLowerCase();
  const ranked = candidates.map((candidate) => ({ candidate, distance: editDistance(word, candidate.toLowerCase()) })).sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) / 3)) ? best.candidate : undefined;
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
