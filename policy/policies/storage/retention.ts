// What a soft delete must be to be of use: on, and long enough for somebody to notice. Shared by blobs, containers and file shares.
import { isOn, numberOf } from '../../compare';
import type { Subject } from '../../subject';

const fewestDays = 7;

/** Fails unless the retention at the path is on and keeps what is deleted for a week or longer. */
export function requireRetention(service: Subject, path: string, what: string): void {
  if (!isOn(service.read(`${path}.enabled`))) {
    service.fail(`${path}.enabled`, `${what} is gone at once: enabled is ${service.shown(`${path}.enabled`)}`);
    return;
  }
  const days = numberOf(service.read(`${path}.days`));
  if (days === undefined || days < fewestDays)
    service.fail(`${path}.days`, `${what} is kept for fewer than ${fewestDays} days: days is ${service.shown(`${path}.days`)}`);
}
