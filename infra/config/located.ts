// Gives findings their place in a file. Judges nothing.
import type { ConfigProblem } from './problems';
import type { Finding } from './schema-problems';
import { pathText, type YamlFile } from './yaml-file';

/** The findings as problems of a file, in the order of its lines. */
export function located(source: YamlFile, findings: readonly Finding[]): readonly ConfigProblem[] {
  return findings
    .map(({ path, message, suggestion }): ConfigProblem => ({
      file: source.file,
      ...source.positionOf(path),
      path: pathText(path),
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
