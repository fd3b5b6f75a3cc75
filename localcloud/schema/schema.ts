// The shape of a kind's inputs and outputs, generated from the pinned SDKs (scripts/generate-schemas.ts); one JSON file a kind, loaded when first used.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Properties } from '../kind';

/** s string, n number, b boolean, x anything; "#name" a nested type; an enum; array, map; one of several. */
export type Type =
  | 's'
  | 'n'
  | 'b'
  | 'x'
  | `#${string}`
  | { readonly e: readonly (string | number)[] }
  | { readonly a: Type }
  | { readonly m: Type }
  | { readonly u: readonly Type[] };

export interface ObjectType {
  readonly p: Readonly<Record<string, Type>>;
  /** Required properties. */
  readonly r?: readonly string[];
  /** Defaults that the SDK fills in. */
  readonly d?: Properties;
}

export interface SchemaFile {
  readonly input: ObjectType;
  readonly output: ObjectType;
  readonly types: Readonly<Record<string, ObjectType>>;
}

export interface Schema extends SchemaFile {
  readonly token: string;
}

const folder = join(__dirname, '..', 'schemas');
const loaded = new Map<string, Schema | undefined>();

/** "azure-native:storage:StorageAccount" is in azure-native.storage.StorageAccount.json, "databricks:index/job:Job" in databricks.Job.json; docker's alike. */
export const schemaFileName = (token: string): string => `${token.replace(/^(databricks|docker):index\/\w+:/, '$1.').replaceAll(/[:/]/g, '.')}.json`;

export function schemaOf(token: string): Schema | undefined {
  if (!loaded.has(token)) loaded.set(token, load(token));
  return loaded.get(token);
}

function load(token: string): Schema | undefined {
  const path = join(folder, schemaFileName(token));
  if (!existsSync(path)) return undefined;
  return { ...(JSON.parse(readFileSync(path, 'utf8')) as SchemaFile), token };
}
