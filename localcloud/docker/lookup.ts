// docker:index/getRegistryImage: the digest of an image in one of the local cloud's registries.
import { text } from '../azure/shared/values';
import { CloudError } from '../errors';
import type { Properties } from '../kind';
import type { Store } from '../store';
import { parseImageName, registryOf } from './image-name';
import { registryAt } from './login';
import { manifestDigest } from './manifests';
import type { DockerSettings } from './settings';

export const lookupToken = 'docker:index/getRegistryImage:getRegistryImage';

/** Throws CloudError in the provider's words where there is no such registry or image. */
export async function getRegistryImage(store: Store, settings: DockerSettings | undefined, args: Properties): Promise<Properties> {
  const name = text(args, 'name') ?? '';
  const parsed = parseImageName(name);
  if ('problem' in parsed) throw new CloudError(400, '', `${name}: ${parsed.problem}`);
  const { server, repository, tag, digest } = parsed;
  registryAt(store, server);
  if (settings === undefined) throw noDocker(`read ${name}`);
  const found = await manifestDigest(settings.registry, `${registryOf(server)}/${repository}`, digest ?? tag ?? 'latest');
  if (found === undefined)
    throw new CloudError(404, '', `Got error when attempting to fetch image version ${name} from registry: Got bad response from registry: 404 Not Found`);
  return { id: found, name, sha256Digest: found, insecureSkipVerify: args['insecureSkipVerify'] ?? false };
}

/** Only a deployment starts the registry; other operations never need it. */
export const noDocker = (what: string): CloudError =>
  new CloudError(503, '', `can't ${what}: this run of the local cloud has neither a Docker daemon nor a registry; run hx deploy`);
