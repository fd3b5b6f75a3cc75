// Runs work with a limit on how much of it at once, and a graph of it in order. Pure but for promises.

/** Wraps work so that at most `limit` pieces run at once, first come first served. */
export function limiter(limit: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let free = Math.max(1, limit);
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** Runs each node once the nodes it needs have their results, which are handed to it. The graph must have no cycle. */
export async function runGraph<Node, Result>(
  nodes: readonly Node[],
  needsOf: (node: Node) => readonly Node[],
  run: (node: Node, needed: readonly Result[]) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<Node, Promise<Result>>();
  const resultOf = (node: Node): Promise<Result> => {
    const known = results.get(node);
    if (known !== undefined) return known;
    const result = Promise.all(needsOf(node).map(resultOf)).then((needed) => run(node, needed));
    results.set(node, result);
    return result;
  };
  return Promise.all(nodes.map(resultOf));
}
