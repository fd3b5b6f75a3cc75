// Cloud storage URLs of Unity Catalog: their form, whether the container is there, which external location covers one.
import { text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, StoredResource } from '../kind';
import { all, invalid } from './objects';

const form = /^abfss:\/\/([a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])|\$root)@([a-z0-9]{3,24})\.dfs\.core\.windows\.net(\/.*)?$/;

export function checkUrl(ctx: CheckContext, path: string): void {
  const url = text(ctx.inputs, path);
  if (url !== undefined && !form.test(url))
    invalid(ctx, path, `The URL '${url}' is not a path in Azure storage: abfss://container@account.dfs.core.windows.net/path`);
}

/** The container must exist, as the service sees when it validates the credential. */
export function admitContainer(ctx: AdmitContext, url: string): void {
  const [, container = '', account = ''] = form.exec(url) ?? [];
  if (account === '') return;
  const containers = ctx.world.list({ token: 'azure-native:storage:BlobContainer' });
  const isThere = containers.some((one) => one.id.toLowerCase().endsWith(`/storageaccounts/${account}/blobservices/default/containers/${container}`));
  if (!isThere)
    ctx.refuse(
      400,
      'INVALID_PARAMETER_VALUE',
      `Failed to access cloud storage: the container '${container}' of account '${account}' does not exist. exceptionTraceId=local`,
    );
}

const plain = (url: string): string => `${url.replace(/\/+$/, '')}/`;
export const covers = (outer: string, inner: string): boolean => plain(inner).startsWith(plain(outer));

export const locationOf = (ctx: AdmitContext, url: string): StoredResource | undefined =>
  all(ctx.world, 'ExternalLocation').find((location) => covers(text(location.inputs, 'url') ?? '\0', url));

/** A managed location must lie in an external location. */
export function admitManagedLocation(ctx: AdmitContext): void {
  const root = text(ctx.inputs, 'storageRoot');
  if (root !== undefined && !locationOf(ctx, root)) ctx.refuse(404, 'EXTERNAL_LOCATION_DOES_NOT_EXIST', `No external location covers the path ${root}.`);
}

/** Names of objects of Unity Catalog: no spaces, slashes, periods or control characters. */
export function checkObjectName(ctx: CheckContext): void {
  const name = text(ctx.inputs, 'name');
  if (name !== undefined && !/^[^\s./\p{Cc}]{1,255}$/u.test(name))
    invalid(ctx, 'name', `'${name}' is not a valid name: 1 to 255 characters without spaces, periods, slashes and control characters.`);
}
