// Who is signed in to the local cloud: getClientConfig answers it, and role assignments find it in the directory.
import { createHash } from 'node:crypto';
import { asUuid } from '../../arm/names';

const idOf = (label: string): string => asUuid(createHash('sha256').update(`local cloud ${label}`).digest('hex'));

/** One identity for everyone; it passes for a user and for a service principal. */
export const signedIn = { clientId: idOf('client'), objectId: idOf('object') } as const;
