// What alert rules and diagnostic settings point at: scopes and action groups must exist.
import type { AdmitContext } from '../../kind';

const form = /^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?(\/providers\/[^/]+(\/[^/]+\/[^/]+)+)?\/?$/i;

export const isResourceId = (id: string): boolean => form.test(id);
export const isSubscription = (id: string): boolean => /^\/subscriptions\/[^/]+\/?$/i.test(id);
export const isResourceGroup = (id: string): boolean => /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/?$/i.test(id);

/** Services that exist with their storage account, without being stored. */
const ofAccount = /^(.*\/storageAccounts\/[^/]+)\/(blob|file|queue|table)Services\/default$/i;

export function exists(ctx: AdmitContext, id: string): boolean {
  if (isSubscription(id)) return true;
  const account = ofAccount.exec(id)?.[1];
  return ctx.world.get(id) !== undefined || (account !== undefined && ctx.world.get(account) !== undefined);
}

export function admitActionGroups(ctx: AdmitContext, ids: readonly string[]): void {
  const missing = ids.find((id) => !ctx.world.get(id));
  if (missing !== undefined) ctx.refuse(400, 'BadRequest', `The action group '${missing}' referenced by '${ctx.id}' was not found.`);
}
