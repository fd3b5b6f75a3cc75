// Gives findings their place in a file. Judges nothing.
import type { ConfigProblem } from './problems';
import type { Finding } from './schema-problems';
import { pathText, type YamlFile } from './yaml-file';

const isSame = (a: ConfigProblem, b: ConfigProblem): boolean => a.line === b.line && a.column === b.column && a.message === b.message;

/** The findings as problems of a file, in the order of its lines; what a rule finds in every region alike is one problem. */
export function located(source: YamlFile, findings: readonly Finding[]): readonly ConfigProblem[] {
  return findings
    .map(({ path, message, suggestion }): ConfigProblem => ({
      file: source.file,
      ...source.positionOf(path),
      path: pathText(path),
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    }))
    .filter((problem, index, all) => all.findIndex((other) => isSame(problem, other)) === index)
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
