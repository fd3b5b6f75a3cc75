// Finds a kind by the engine's token. Kinds load one by one, when first used.
import { azureKinds } from './azure/index';
import { databricksKinds } from './databricks/index';
import { dockerKinds } from './docker/index';
import type { Kind } from './kind';

/** Without the API version: "azure-native:storage/v20230101:StorageAccount" and "azure-native:storage:StorageAccount" are one kind. */
export const plainToken = (token: string): string => token.replace(/^(azure-native:[^:/]+)\/v\d+\w*:/, '$1:');

const tables = [azureKinds, databricksKinds, dockerKinds] as const;

export function kindOf(token: string): Kind | undefined {
  const plain = plainToken(token);
  return tables.find((kinds) => Object.hasOwn(kinds, plain))?.[plain]?.();
}

/** Tokens of all kinds that the local cloud knows. */
export const knownTokens = (): string[] => tables.flatMap((kinds) => Object.keys(kinds)).sort();

export const isDatabricks = (token: string): boolean => token.startsWith('databricks:');
