// Finds where a program's component makes a resource, by the types in its URN and the text of the components. Pure; a guess that is right or absent.

/** "hx:platform:DataLake" of "…::hx:platform:DataLake$azure-native:storage:StorageAccount::lake". */
const typesOf = (urn: string): readonly string[] => urn.split('::')[2]?.split('$') ?? [];

/** `new storage.StorageAccount(` and `new StorageAccount(` make a StorageAccount. */
const makes = (line: string, kind: string): boolean => line.includes(`new ${kind}(`) || (line.includes(`.${kind}(`) && line.includes('new '));

/** Gives "folder/file:line" for a URN, or undefined. `texts` are the components, by path from the folder. */
export function sourceIndex(texts: ReadonlyMap<string, string>, folder: string): (urn: string) => string | undefined {
  const lines = [...texts].map(([file, text]) => ({ file, lines: text.split('\n') }));
  return (urn) => {
    const types = typesOf(urn);
    const type = types.at(-1) ?? '';
    const owner = types.slice(0, -1).findLast((one) => one.startsWith('hx:'));
    const home = owner === undefined ? undefined : lines.find((source) => source.lines.some((line) => line.includes(`'${owner}'`)));
    if (home === undefined) return undefined;
    const made = home.lines.findIndex((line) => makes(line, type.split(':').at(-1) ?? ''));
    const line = made >= 0 ? made : home.lines.findIndex((text) => text.includes(`'${owner ?? ''}'`));
    return `${folder}/${home.file}:${line + 1}`;
  };
}
