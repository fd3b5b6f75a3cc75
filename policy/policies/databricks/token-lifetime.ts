// HX-DBP-02: a token or client secret that a program makes ends.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';

const mostDays = 90;
const secretType = 'databricks:index/servicePrincipalSecret:ServicePrincipalSecret';

export const databricksTokenLifetime = resourcePolicy({
  id: 'databricks-token-lifetime',
  title: `Databricks tokens and client secrets end within ${mostDays} days`,
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBP-02', 'CIS Azure 5.0 2.1.6', 'Databricks SAT IA-4', 'KICS indefinitely_token'],
  rationale: 'A token is a password that nobody types: one that leaked years ago still opens the workspace unless it ends.',
  remediation: {
    text: `Set lifetimeSeconds (or lifetime of a client secret) to at most ${mostDays} days, or log in without a token.`,
    example: "new databricks.Token('deploy', { comment: 'deployment', lifetimeSeconds: 86400 });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/access-control/tokens'],
  types: ['databricks:index/token:Token', 'databricks:index/oboToken:OboToken', secretType],
  check: (token) => {
    const path = token.resource.type === secretType ? 'lifetime' : 'lifetimeSeconds';
    const seconds = secondsOf(token, path);
    if (seconds === undefined || seconds < 1) token.fail(path, `does not end soon, or ever: ${path} is ${token.shown(path)}`);
    else if (seconds > mostDays * 86_400) token.fail(path, `lives ${Math.ceil(seconds / 86_400)} days; ${mostDays} are the most`);
  },
});

/** A client secret writes its lifetime as "86400s". */
function secondsOf(token: Subject, path: string): number | undefined {
  const value = token.read(path);
  return numberOf(typeof value === 'string' ? value.replace(/s$/, '') : value);
}
