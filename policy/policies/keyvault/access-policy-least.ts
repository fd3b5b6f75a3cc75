// HX-KV-02: nobody gets everything, and nobody may purge.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { type Subject } from '../../subject';

const vaultType = 'azure-native:keyvault:Vault';
const kinds = ['certificates', 'keys', 'secrets', 'storage'];

export const keyVaultAccessPolicyLeast = resourcePolicy({
  id: 'keyvault-access-policy-least',
  title: 'Key vault access policies grant neither All nor Purge',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-KV-02', 'PSRule AZR-000118'],
  rationale: 'Purge destroys what soft delete keeps, and All contains it: a mistake or a stolen login then costs the keys for ever.',
  remediation: { text: 'List the permissions that are needed, such as Get and List; better, use roles.', example: "permissions: { secrets: ['get', 'list'] }" },
  references: [
    'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.KeyVault.AccessPolicy/',
    'https://learn.microsoft.com/azure/key-vault/general/best-practices',
  ],
  types: [vaultType, 'azure-native:keyvault:AccessPolicy'],
  check: (resource) => {
    if (resource.resource.type === vaultType) resource.each('properties.accessPolicies', (policy) => judgePermissions(policy, 'permissions'));
    else judgePermissions(resource, 'policy.permissions');
  },
});

function judgePermissions(policy: Subject, path: string): void {
  for (const kind of kinds)
    policy.each(`${path}.${kind}`, (permission) => {
      if (isOneOf(permission.read(''), ['all', 'purge'])) permission.fail('', `an access policy grants ${permission.shown('')} on ${kind}`);
    });
}
