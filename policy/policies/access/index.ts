// The policies on roles and their assignments, in the order in which they are listed.
import { accessAssignmentStable } from './assignment-stable';
import { accessBroadRole } from './broad-role';
import { accessCustomRoleGrants } from './custom-role-grants';
import { accessCustomRoleOwner } from './custom-role-owner';
import { accessNoUsers } from './no-users';
import { accessSubscriptionScope } from './subscription-scope';

export const accessPolicies = [accessAssignmentStable, accessBroadRole, accessCustomRoleGrants, accessCustomRoleOwner, accessNoUsers, accessSubscriptionScope];
