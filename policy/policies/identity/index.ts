// The policies on identities, in the order in which they are listed.
import { identityFederationExact } from './federation-exact';
import { identityGithubTrust } from './github-trust';

export const identityPolicies = [identityFederationExact, identityGithubTrust];
