// Azure's built-in roles that may do everything or hand out rights, by the GUID of their definition.
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { UnknownValueError } from '../../value';

export const broadRoles: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
};

/** The name of the broad role that is assigned; undefined for any other. A definition that the stack itself makes is a custom role. */
export function broadRoleOf(assignment: Subject, stack: Stack): string | undefined {
  try {
    const id = assignment.read('roleDefinitionId');
    return typeof id === 'string' ? broadRoles[id.toLowerCase().split('/').at(-1) ?? ''] : undefined;
  } catch (error) {
    const sources = stack.sourcesOf(assignment.resource, 'roleDefinitionId').map(({ type }) => type);
    if (error instanceof UnknownValueError && sources.includes('azure-native:authorization:RoleDefinition')) return undefined;
    throw error;
  }
}
