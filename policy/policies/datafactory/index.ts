// The policies on Data Factory, in the order in which they are listed.
import { datafactoryCustomerKey } from './customer-key';
import { datafactoryGit } from './git';
import { datafactoryIdentity } from './identity';
import { datafactoryLinkedServiceIdentity } from './linked-service-identity';
import { datafactoryLinkedServiceSecrets } from './linked-service-secrets';
import { datafactoryManagedNetwork } from './managed-network';
import { datafactoryPrivateEndpoint } from './private-endpoint';
import { datafactoryPublicAccess } from './public-access';

export const datafactoryPolicies = [
  datafactoryPublicAccess,
  datafactoryPrivateEndpoint,
  datafactoryManagedNetwork,
  datafactoryIdentity,
  datafactoryLinkedServiceSecrets,
  datafactoryLinkedServiceIdentity,
  datafactoryCustomerKey,
  datafactoryGit,
];
