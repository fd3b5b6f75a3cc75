// One row a kind of Databricks: its token and the file that holds its rules, loaded when the kind is first used.
import type { Kind } from '../kind';

export const databricksKinds: Readonly<Record<string, () => Kind>> = {};
