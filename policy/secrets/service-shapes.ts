// Secrets of services that a data platform talks to, as detect-secrets and the services publish them.
import { assigned, entropyOf, isReference, shape } from './shapes';

const secretWord = '(?:key|pwd|pw|password|pass|token)';
const between = `["']?\\]?\\s{0,3}(?:=>|:=|::|[:=])\\s{0,3}["']?`;

export const packageTokens = [
  shape('an npm token', /(?<![A-Za-z0-9_])npm_[A-Za-z0-9-]{36}/),
  assigned('an npm token', /(?:_authToken|NPM[ _-]?TOKEN)["']?\s?[:=]\s?["']?(?:NpmToken\.)?[a-z0-9-]{36}/i),
  assigned('an Artifactory token', /(?:[\s=:"]|^)AKC[A-Za-z0-9]{10,200}(?=[\s"]|$)/),
  assigned('an Artifactory password', /(?:artif|jfrog|buildkit).{0,100}?[\s=:"]AP[0-9A-F][A-Za-z0-9]{8,200}(?=[\s"]|$)/i),
  shape('a PyPI token', /(?<![A-Za-z0-9_-])pypi-AgE[A-Za-z0-9_-]{50,300}/),
];

export const awsKeys = [
  shape('an AWS access key', /(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])/),
  assigned('an AWS secret key', new RegExp(`aws.{0,20}?${secretWord}.{0,20}?(?<![A-Za-z0-9/+])[0-9a-zA-Z/+]{40}(?![A-Za-z0-9/+=])`, 'i')),
];

export const ibmKeys = [
  assigned('a Cloudant password', new RegExp(`(?<![A-Za-z0-9])(?:cloudant|cl|clou)[_-]?(?:api)?${secretWord}${between}[0-9a-f]{64}(?![0-9a-f])`, 'i')),
  assigned('a Cloudant key', new RegExp(`(?<![A-Za-z0-9])(?:cloudant|cl|clou)[_-]?(?:api)?${secretWord}${between}[a-z]{24}(?![a-z0-9])`, 'i')),
  shape('an address with a Cloudant password', /https?:\/\/[\w-]{1,100}:(?:[0-9a-f]{64}|[a-z]{24})@[\w-]{1,100}\.cloudant\.com/i),
  assigned(
    'an IBM Cloud key',
    new RegExp(
      `(?<![A-Za-z0-9])(?:ibm[_-]?cloud[_-]?iam|cloud[_-]?iam|ibm[_-]?cloud|ibm[_-]?iam|ibm|iam|cloud)[_-]?(?:api|platform)?[_-]?${secretWord}${between}([A-Za-z0-9_-]{44})(?![A-Za-z0-9_-])`,
      'i',
    ),
    (match) => entropyOf(match[1] ?? '') > 3,
  ),
  assigned(
    'an IBM Cloud key',
    new RegExp(`(?:^|[^A-Za-z0-9])(?:api|platform)[_-]?key${between}([A-Za-z0-9_-]{44})(?![A-Za-z0-9_-])`, 'i'),
    (match) => entropyOf(match[1] ?? '') > 3,
  ),
  assigned('an IBM object storage secret', new RegExp(`secret[_-]?(?:access)?[_-]?key${between}[a-f0-9]{48}(?![a-f0-9])`, 'i')),
  assigned('a SoftLayer key', new RegExp(`(?<![A-Za-z0-9])(?:softlayer|sl)[_-]?(?:api)?[_-]?${secretWord}${between}[a-z0-9]{64}(?![a-z0-9])`, 'i')),
  shape('an address with a SoftLayer key', /https?:\/\/api\.softlayer\.com\/soap\/v3(?:\.1)?\/[a-z0-9]{64}/i),
];

export const messagingTokens = [
  shape('a Slack token', /(?<![A-Za-z0-9])xox[abposr]-(?:\d{1,20}-){1,5}[a-z0-9]{1,200}/i),
  shape('a Slack webhook', /https:\/\/hooks\.slack\.com\/services\/T[A-Za-z0-9_]{1,40}\/B[A-Za-z0-9_]{1,40}\/[A-Za-z0-9_]{1,60}/i),
  shape('a Mailchimp key', /(?<![A-Za-z0-9])[0-9a-z]{32}-us[0-9]{1,2}(?![A-Za-z0-9])/),
  shape('a Twilio key', /(?<![A-Za-z0-9])(?:AC|SK)[a-z0-9]{32}(?![A-Za-z0-9])/),
  shape('a SendGrid key', /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/),
  shape('a Teams webhook', /https:\/\/[a-z0-9.-]{1,100}\.webhook\.office\.com\/webhookb2\/[A-Za-z0-9@-]{36,100}\/IncomingWebhook\/[a-f0-9]{32}/i),
  shape('a PagerDuty integration address', /https:\/\/events\.(?:eu\.)?pagerduty\.com\/integration\/[a-z0-9]{32}/i),
];

export const paymentKeys = [
  shape('a Stripe key', /(?<![A-Za-z0-9])[rs]k_live_[0-9a-zA-Z]{24}/),
  shape('a Square OAuth secret', /(?<![A-Za-z0-9])sq0csp-[0-9A-Za-z\\_-]{43}/),
];

export const sourceControlTokens = [
  shape('a GitHub token', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})/),
  shape('a GitLab token', /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,100}/),
  shape('an Azure DevOps token', /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/),
  shape('a Pulumi access token', /(?<![A-Za-z0-9])pul-[0-9a-f]{40}(?![0-9a-f])/),
  shape('a Docker Hub token', /(?<![A-Za-z0-9])dckr_pat_[A-Za-z0-9_-]{27}/),
];

export const privateKeys = [
  shape(
    'a private key',
    /BEGIN(?: DSA| EC| OPENSSH| PGP| RSA| SSH2 ENCRYPTED| ENCRYPTED)? PRIVATE KEY(?: BLOCK)?-{0,5}(?:\s|\\n|\\r){0,8}(?:Proc-Type|Version|[A-Za-z0-9+/\\]{10})/,
  ),
  shape('a private key', /PuTTY-User-Key-File-[23]:.{1,40}\r?\n?Encryption:/),
];

/** Domains that documentation uses. */
const exampleHosts = /(?:^|\.)example\.(?:com|net|org)$/i;

export const basicAuth = [
  shape(
    'an address with a password',
    /:\/\/[^\s:/?#@{}<>"'$]{1,256}:([^\s:/?#@{}<>"'$]{1,256})@([A-Za-z0-9_.-]{1,253})/,
    (match) => !exampleHosts.test(match[2] ?? '') && !isReference(match[1] ?? '') && !/^(?:\*+|x+)$/i.test(match[1] ?? ''),
  ),
];

/** True where both parts of it are JSON in base64. */
function isToken(match: RegExpExecArray): boolean {
  return [match[1], match[2]].every((part) => {
    try {
      return typeof JSON.parse(atob((part ?? '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''))) === 'object';
    } catch {
      return false;
    }
  });
}

export const webTokens = [
  shape('a JSON web token', /(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_=-]{5,4000})\.([A-Za-z0-9_=-]{2,8000})(?:\.[A-Za-z0-9_.+/=-]{0,2000})?/, isToken),
];
