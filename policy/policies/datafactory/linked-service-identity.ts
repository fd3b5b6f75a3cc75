// HX-ADF-02: a linked service proves who it is as a managed identity, where the other side knows it.
import { isOneOf, textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { valueAt } from '../../value';
import { identityKinds, type IdentityKind } from './identity-kinds';

export const datafactoryLinkedServiceIdentity = stackPolicy({
  id: 'datafactory-linked-service-identity',
  title: 'Linked services authenticate as a managed identity where they can',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ADF-02', 'Azure Policy LinkedService_All_Auth_Audit_except_MSI'],
  rationale: 'A managed identity has no key that leaks or runs out; a key in the vault still opens the lake for whoever reads it once.',
  remediation: {
    text: "Use the kind's managed identity, and grant the factory's identity its role at the other side.",
    example: "properties: { type: 'AzureDatabricks', domain, authentication: 'MSI', workspaceResourceId: workspace.id, … }",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/data-factory-service-identity'],
  types: ['azure-native:datafactory:LinkedService'],
  check: (service, stack) => {
    const kind = identityKinds[textOf(service.read('properties.type'))?.toLowerCase() ?? ''];
    if (kind !== undefined) judge(service, stack, kind);
  },
});

function judge(service: Subject, stack: Stack, kind: IdentityKind): void {
  const other = kind.others.find((name) => stack.isSet(service.resource, `properties.${name}`));
  if (other !== undefined) return service.fail(`properties.${other}`, `authenticates by ${other}, not as a managed identity`);
  if (hasLogin(service)) return service.fail('properties.connectionString', 'authenticates by the user of its connection string, not as a managed identity');
  const credential = textOf(service.read('properties.credential.referenceName'));
  if (credential !== undefined && isServicePrincipal(credential, stack))
    return service.fail('properties.credential', `authenticates by the service principal of '${credential}', not as a managed identity`);
  return judgeMethod(service, kind, credential !== undefined);
}

function judgeMethod(service: Subject, { method, replaceable }: IdentityKind, hasCredential: boolean): void {
  if (method === undefined) return;
  const path = `properties.${method.property}`;
  const word = service.read(path);
  if (word === undefined && (hasCredential || method.isOptional === true || replaceable !== undefined)) return;
  if (replaceable === undefined ? isOneOf(word, method.identities) : !isOneOf(word, replaceable)) return;
  service.fail(path, `authenticates not as a managed identity: ${method.property} is ${service.shown(path)}`);
}

/** A connection string that is kept as a secret has something to keep. */
function hasLogin(service: Subject): boolean {
  const value = service.read('properties.connectionString');
  if (value === undefined) return false;
  return typeof value === 'string' ? /(^|;)\s*(user ?id|uid|user|username|password|pwd)\s*=/i.test(value) : true;
}

const isServicePrincipal = (name: string, stack: Stack): boolean =>
  stack
    .ofType('azure-native:datafactory:CredentialOperation')
    .filter(({ inputs }) => isOneOf(valueAt(inputs, 'credentialName'), [name]))
    .some(({ inputs }) => isOneOf(valueAt(inputs, 'properties.type'), ['ServicePrincipal']));
