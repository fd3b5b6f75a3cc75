// CKV_AZURE_249: a federated credential trusts a named subject, not whoever the issuer vouches for.
import { resourcePolicy } from '../../policy';

/** Claims whose value a contributor of any repository can choose. */
const abusable = ['workflow', 'environment', 'ref', 'context', 'head_ref', 'base_ref'];

function problemOf(subject: string): string | undefined {
  const [claim = '', value] = subject.split(':');
  if (value === undefined) return 'names no claim';
  if (subject.includes('*')) return 'has a wildcard';
  if (abusable.includes(claim)) return `starts with the claim ${claim}, which workflows of any repository can have`;
  if (claim === 'repo' && !/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(value)) return 'names no repository: repo:OWNER/NAME is missing';
  return undefined;
}

export const identityGithubTrust = resourcePolicy({
  id: 'identity-github-trust',
  title: 'Federated credentials trust a named subject',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_249'],
  differs: {
    CKV_AZURE_249: 'checkov knows the azuread resource alone, and a wildcard passes there unless it is the whole of the first or second claim',
  },
  rationale: 'A subject with a wildcard or a claim that anybody can have lets a stranger’s workflow deploy to this platform.',
  remediation: {
    text: 'Write the subject in full: repo:OWNER/NAME:environment:ENVIRONMENT.',
    example: "new managedidentity.FederatedIdentityCredential('ci', { subject: 'repo:contoso/etl:environment:prod', … });",
  },
  references: ['https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect'],
  types: [
    'azure-native:managedidentity:FederatedIdentityCredential',
    'azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential',
  ],
  check: (credential) => {
    const subject = credential.read('subject');
    const problem = typeof subject === 'string' ? problemOf(subject) : 'is not set';
    if (problem !== undefined) credential.fail('subject', `the subject ${problem}: ${credential.shown('subject')}`);
  },
});
