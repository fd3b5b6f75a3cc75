// How the storage resource provider words its refusals, and what every child of an account asks of it.
import type { AdmitContext, CheckContext, Properties, StoredResource } from '../../kind';
import { at, text } from '../shared/values';

export const accountPath = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}';
export const storageApi = '2024-01-01';

/** 400 InvalidRequestPropertyValue, the provider's answer to a value that doesn't fit. */
export function refuseValue(ctx: CheckContext, path: string, why: string): void {
  const value = at(ctx.inputs, path.replace(/\[(\d+)\].*$/, ''));
  const shown =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `The value '${value}' is not allowed for property ${path}. ` : '';
  ctx.refuse(path, 'InvalidRequestPropertyValue', `${shown}${why}`);
}

/** A property that the service fixes at creation although the provider would update it in place. */
export function refuseUpdate(ctx: AdmitContext, property: string, why = ''): never {
  return ctx.refuse(
    400,
    'AccountPropertyCannotBeUpdated',
    `The property '${property}' was specified in the input, but it cannot be updated.${why === '' ? '' : ` ${why}`}`,
  );
}

/** The account that a child's id sits in. */
export function accountOf(ctx: { readonly id: string; readonly world: AdmitContext['world'] }): StoredResource | undefined {
  return ctx.world.get(ctx.id.split('/').slice(0, 9).join('/'));
}

export const accountKind = (account: StoredResource | undefined): string | undefined => text(account?.inputs, 'kind');
export const isPremium = (inputs: Properties | undefined): boolean => (text(inputs, 'sku.name') ?? '').startsWith('Premium');

/** Refuses blob features on accounts that have no blob service. */
export function needBlobService(ctx: AdmitContext): void {
  if (accountKind(accountOf(ctx)) === 'FileStorage') ctx.refuse(409, 'FeatureNotSupportedForAccount', 'Blob is not supported for the account.');
}
