// Not everyone reads or manages the secrets of a scope.
import { resourcePolicy } from '../../policy';
import { isEveryone } from './everyone';

const aclType = 'databricks:index/secretAcl:SecretAcl';

export const databricksSecretAccess = resourcePolicy({
  id: 'databricks-secret-access',
  title: 'Not everyone may use the secrets of a Databricks scope',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  rationale: 'Whoever may read a scope prints its secrets in a notebook, whatever the vault behind it says; whoever manages it lets others in.',
  remediation: {
    text: 'Give READ to the service principal or group that needs it, and leave initialManagePrincipal out.',
    example: "new databricks.SecretAcl('reader', { scope: scope.name, principal: etl.applicationId, permission: 'READ' });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/secrets/'],
  types: [aclType, 'databricks:index/secretScope:SecretScope'],
  check: (subject) => {
    const path = subject.resource.type === aclType ? 'principal' : 'initialManagePrincipal';
    if (isEveryone(subject.read(path))) subject.fail(path, `lets everyone at the secrets: ${path} is ${subject.shown(path)}`);
  },
});
