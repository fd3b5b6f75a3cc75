// The policies on storage, in the order in which they are listed.
import { storageHttpsOnly } from './https-only';
import { storagePrivateEndpoint } from './private-endpoint';

export const storagePolicies = [storageHttpsOnly, storagePrivateEndpoint];
