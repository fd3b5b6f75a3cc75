// The nearest of some names by edit distance, for "did you mean". Pure.

/** Number of insertions, deletions, substitutions and swaps of neighbours between two words. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const costs = [(last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1)];
      if (isSwap) costs.push((beforeLast[j - 2] ?? 0) + 1);
      row.push(Math.min(...costs));
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

const longest = 64;

/** The nearest name, or undefined where none is near enough to be what was meant: people type what they are told, so a far guess does harm. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  if (word === '') return undefined;
  const typed = word.slice(0, longest).toLowerCase();
  // Dashes say that it is an option, not which one.
  const bare = typed.replace(/^-+/, '');
  const ranked = names
    .map((name) => {
      const other = name.replace(/^-+/, '');
      const isPart = bare !== '' && (other.startsWith(bare) || bare.startsWith(other));
      return { name, distance: isPart ? 1 : editDistance(typed, name), limit: Math.ceil(Math.max(bare.length, other.length) / 3) };
    })
    .filter(({ distance, limit }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name;
}
