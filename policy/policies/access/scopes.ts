// What a scope of Azure's access control reaches: a resource, a resource group, or a subscription and more.
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { UnknownValueError } from '../../value';

export type Reach = 'resource' | 'resource group' | 'subscription' | 'management group' | 'root';

/** What an ARM id reaches as a scope. */
export function reachOf(scope: string): Reach {
  const [first, , third, , ...rest] = scope
    .toLowerCase()
    .replace(/^\/+|\/+$/g, '')
    .split('/');
  if (first === undefined || first === '') return 'root';
  if (first === 'providers') return scope.toLowerCase().includes('microsoft.management/managementgroups') ? 'management group' : 'resource';
  if (first !== 'subscriptions') return 'resource';
  if (third === undefined) return 'subscription';
  return third === 'resourcegroups' && rest.length === 0 ? 'resource group' : 'resource';
}

export const isWide = (reach: Reach): boolean => reach === 'subscription' || reach === 'management group' || reach === 'root';

const containers: Readonly<Record<string, Reach>> = {
  'azure-native:resources:ResourceGroup': 'resource group',
  'azure-native:subscription:Subscription': 'subscription',
  'azure-native:subscription:Alias': 'subscription',
  'azure-native:management:ManagementGroup': 'management group',
};

/** The reach of the input `scope`; an id that is not known yet reaches as far as the resource that it is made from. */
export function scopeReach(assignment: Subject, stack: Stack): Reach {
  try {
    const scope = assignment.read('scope');
    return typeof scope === 'string' ? reachOf(scope) : 'root';
  } catch (error) {
    const reaches = stack
      .sourcesOf(assignment.resource, 'scope')
      .filter(isAzure)
      .map(({ type }) => containers[type] ?? 'resource');
    if (!(error instanceof UnknownValueError) || reaches.length === 0) throw error;
    return (['resource', 'resource group', 'subscription', 'management group'] as const).find((reach) => reaches.includes(reach)) ?? 'resource';
  }
}

const isAzure = ({ type }: Resource): boolean => type.startsWith('azure-native');
