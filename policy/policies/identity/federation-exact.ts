// HX-IDN-01: a federated credential names issuer, subject and audience exactly, and deploys from a guarded environment alone.
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { isList } from '../../value';

interface Issuer {
  readonly url: RegExp;
  readonly subject: RegExp;
  readonly shape: string;
}

/** Whom a data platform trusts, and what their subjects look like when they name one thing. */
const issuers: readonly Issuer[] = [
  {
    url: /^https:\/\/token\.actions\.githubusercontent\.com\/?$/,
    subject: /^repo:[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+:environment:[^*?:/]+$/,
    shape: 'repo:OWNER/NAME:environment:ENVIRONMENT',
  },
  { url: /^https:\/\/vstoken\.dev\.azure\.com\/[0-9a-f-]{36}$/i, subject: /^sc:\/\/[^*/]+\/[^*/]+\/[^*/]+$/, shape: 'sc://ORGANISATION/PROJECT/CONNECTION' },
  { url: /^https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/v2\.0$/i, subject: /^[^*?]+$/, shape: 'a subject without wildcards' },
  {
    url: /^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\.com\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/?$/i,
    subject: /^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$/,
    shape: 'system:serviceaccount:NAMESPACE:NAME',
  },
];
const audience = 'api://AzureADTokenExchange';

export const identityFederationExact = resourcePolicy({
  id: 'identity-federation-exact',
  title: 'Federated credentials name issuer, subject and audience exactly',
  severity: 'critical',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-IDN-01'],
  rationale: 'Reviewers guard a deployment environment; a branch, a tag or a pull request deploys without asking them.',
  remediation: {
    text: 'Use the issuer of GitHub Actions (or Azure DevOps, or the cluster), a subject that ends with an environment, and the one audience of the token exchange.',
    example:
      "new managedidentity.FederatedIdentityCredential('ci', { issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:contoso/etl:environment:prod', audiences: ['api://AzureADTokenExchange'], … });",
  },
  references: ['https://learn.microsoft.com/entra/workload-id/workload-identity-federation'],
  types: [
    'azure-native:managedidentity:FederatedIdentityCredential',
    'azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential',
  ],
  check: (credential) => {
    judgeAudience(credential);
    const url = credential.read('issuer');
    const issuer = typeof url === 'string' ? issuers.find((known) => known.url.test(url)) : undefined;
    if (issuer === undefined) {
      credential.fail('issuer', `trusts an issuer that is none of GitHub Actions, Azure DevOps, Microsoft Entra and AKS: ${credential.shown('issuer')}`);
      return;
    }
    const subject = credential.read('subject');
    if (typeof subject !== 'string' || !issuer.subject.test(subject))
      credential.fail('subject', `the subject ${credential.shown('subject')} is not of the form ${issuer.shape}`);
  },
});

function judgeAudience(credential: Subject): void {
  const audiences = credential.read('audiences');
  const list = isList(audiences) ? audiences : [audiences];
  const isExact = list.length === 1 && credential.read(isList(audiences) ? 'audiences.0' : 'audiences') === audience;
  if (!isExact) credential.fail('audiences', `the audience is not ${audience} alone: ${credential.shown('audiences')}`);
}
