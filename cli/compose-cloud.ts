// The local cloud behind the CLI's ports: the part of the composition root that sees localcloud.
import { HxError } from '../automation/errors';
import type { CloudSession } from '../automation';
import type { HxPaths } from '../automation/paths';
import type { CloudAdmin } from './cloud-admin';

export function startLocalCloud(_paths: HxPaths): Promise<CloudSession> {
  return Promise.reject(new HxError('failure', 'The local cloud is not built yet.'));
}

export function cloudAdmin(_paths: HxPaths): Promise<CloudAdmin> {
  return Promise.reject(new HxError('failure', 'The local cloud is not built yet.'));
}
