// Which registry of the local cloud an image belongs to, and whether a login opens it: refused in the words of Docker and Azure.
import { CloudError } from '../errors';
import { invoke } from '../invoke';
import { Cloud } from '../cloud';
import type { StoredResource } from '../kind';
import type { Store } from '../store';
import { asText } from '../values';
import { defaultCaller } from '../world-view';
import type { RegistryLogin } from './settings';

const registryToken = 'azure-native:containerregistry:Registry';
const unauthorized = (server: string, why: string): CloudError =>
  new CloudError(401, '', `Get "https://${server}/v2/": unauthorized: ${why}, visit https://aka.ms/acr/authorization for more information.`);

/** Throws where no registry of the store has that login server. */
export function registryAt(store: Store, server: string): StoredResource {
  const row = store.ofToken(registryToken).find(({ outputs }) => outputs['loginServer'] === server);
  if (row !== undefined) return row;
  if (server.endsWith('.azurecr.io')) throw new CloudError(404, '', `Get "https://${server}/v2/": dial tcp: lookup ${server}: no such host`);
  throw new CloudError(400, '', `the local cloud reaches no registry but its own, and ${server} is none of them: use the login server of a container registry`);
}

/** A login in the program opens a registry only where it is that of the enabled admin user. Without one, hx is signed in as `az acr login` would be. */
export function mustOpen(store: Store, server: string, { id, inputs }: StoredResource, login: RegistryLogin | undefined): void {
  if (login === undefined) return;
  if (inputs['adminUserEnabled'] !== true) throw unauthorized(server, 'authentication required');
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? defaultCaller.subscriptionId;
  const { registryName = '', resourceGroupName = '' } = inputs;
  const args = { registryName, resourceGroupName };
  const known = invoke(new Cloud(store, { ...defaultCaller, subscriptionId }), 'azure-native:containerregistry:listRegistryCredentials', args);
  const passwords = Array.isArray(known['passwords']) ? known['passwords'] : [];
  const isRight = passwords.some((one) => typeof one === 'object' && one !== null && 'value' in one && asText(one.value) === login.password);
  if (asText(known['username']) !== login.username || !isRight) throw unauthorized(server, 'application not registered or wrong credentials');
}
