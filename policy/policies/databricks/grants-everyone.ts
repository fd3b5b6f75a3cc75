// Everyone may read what is made for all, and neither writes nor manages anything in Unity Catalog.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { isEveryone } from './everyone';

/** Reading files goes around the grants on the tables in them. */
const reading = ['USE_CATALOG', 'USE_SCHEMA', 'SELECT', 'EXECUTE', 'READ_VOLUME', 'BROWSE', 'USE CATALOG', 'USE SCHEMA', 'READ VOLUME'];
const grantsType = 'databricks:index/grants:Grants';

export const databricksGrantsEveryone = resourcePolicy({
  id: 'databricks-grants-everyone',
  title: 'Unity Catalog lets everyone read at most',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  rationale: 'What everyone may change, one slip or one stolen login changes for all: tables that premiums are computed from.',
  remediation: {
    text: 'Grant writing to the service principal of the ETL, and everyone USE_CATALOG, USE_SCHEMA and SELECT at most.',
    example: "new databricks.Grants('live', { schema: schema.id, grants: [{ principal: 'account users', privileges: ['USE_SCHEMA', 'SELECT'] }] });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/data-governance/unity-catalog/manage-privileges/'],
  types: [grantsType, 'databricks:index/grant:Grant'],
  check: (subject) => {
    if (subject.resource.type === grantsType) subject.each('grants', judge);
    else judge(subject);
  },
});

function judge(grant: Subject): void {
  grant.each('privileges', (privilege) => {
    // The principal last: it may be one that the stack is about to make.
    if (!isOneOf(privilege.read(''), reading) && isEveryone(grant.read('principal'))) privilege.fail('', `gives everyone ${privilege.shown('')}`);
  });
}
