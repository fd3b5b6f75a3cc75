// Finds who may refer to whom through one input without trying every pair: thousands of resources are joined in a moment. Decides nothing.
import type { Resource } from './resource';
import { UnknownValueError, isList, isProperties, valueAt, type Properties } from './value';

/** Resources by what their input at a path names, and by what it was made from. */
export class ReferenceIndex {
  private readonly byWord = new Map<string, Resource[]>();
  /** Unknown, and nothing says what it is made from: may mean anybody. */
  private readonly undecided: Resource[] = [];

  constructor(resources: readonly Resource[], path: string) {
    for (const resource of resources) {
      const words = wordsOf(resource, path);
      if (words === undefined) this.undecided.push(resource);
      else for (const word of words) add(this.byWord, word, resource);
    }
  }

  /** Resources that are known to have the word, in any case, or to be made from that URN. */
  naming(word: string): readonly Resource[] {
    return this.byWord.get(word) ?? this.byWord.get(word.toLowerCase()) ?? [];
  }

  /** Every resource that may mean one of the words (names in lower case, URNs): those that do, and those that cannot be told yet. */
  mayMean(words: readonly string[]): readonly Resource[] {
    const found = new Set(words.flatMap((word) => this.byWord.get(word) ?? []));
    return this.undecided.length === 0 ? [...found] : [...found, ...this.undecided];
  }
}

/** The segments of the texts at a path, in lower case, and the URNs that the input was made from; undefined where neither is known. */
export function wordsOf(resource: Resource, path: string): ReadonlySet<string> | undefined {
  const made = resource.propertyDependencies[path.split('.')[0] ?? ''];
  const words = new Set(made);
  for (const one of expanded(resource.inputs, path)) {
    try {
      const value = valueAt(resource.inputs, one);
      if (typeof value === 'string') for (const segment of value.toLowerCase().split('/')) words.add(segment);
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      if (made === undefined) return undefined;
    }
  }
  return words;
}

/** The paths that a path with `*` for the items of a list stands for; one object in place of a list is a list of one. */
export function expanded(inputs: Properties, path: string): readonly string[] {
  const [list, ...rest] = path.split('.*.');
  if (list === undefined || rest.length === 0) return [path];
  const tail = rest.join('.*.');
  try {
    const value = valueAt(inputs, list);
    if (isList(value)) return value.flatMap((_, index) => expanded(inputs, `${list}.${index}.${tail}`));
    return isProperties(value) ? expanded(inputs, `${list}.${tail}`) : [];
  } catch (error) {
    // Whoever reads that path finds the list unknown.
    if (error instanceof UnknownValueError) return [list];
    throw error;
  }
}

export function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
