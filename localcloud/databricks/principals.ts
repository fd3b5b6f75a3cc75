// Users, groups and service principals as permissions and grants name them. Only service principals are known here.
import { same, text } from '../azure/shared/values';
import type { AdmitContext } from '../kind';
import { all } from './objects';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A name that is an application id must be one of the workspace's service principals; people and groups come from the directory. */
export function admitPrincipal(ctx: AdmitContext, name: string | undefined, code = 'RESOURCE_DOES_NOT_EXIST'): void {
  if (name === undefined || !guid.test(name)) return;
  const isKnown = all(ctx.world, 'ServicePrincipal').some((principal) => same(text(principal.outputs, 'applicationId'), name));
  if (!isKnown) ctx.refuse(404, code, `Principal: ServicePrincipalName(${name}) does not exist`);
}
