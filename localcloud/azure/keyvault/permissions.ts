// What an access policy may permit on each sort of object, in any case. Who holds a policy is judged in vault-rules.ts.
import type { CheckContext, Properties } from '../../kind';
import { list } from '../shared/values';

const common = 'all get list delete recover purge backup restore';
const permissions: Readonly<Record<string, readonly string[]>> = {
  certificates: `${common} create import update managecontacts getissuers listissuers setissuers deleteissuers manageissuers`.split(' '),
  keys: `${common} encrypt decrypt wrapkey unwrapkey sign verify create update import release rotate getrotationpolicy setrotationpolicy`.split(' '),
  secrets: `${common} set`.split(' '),
  storage: `${common} set update regeneratekey setsas listsas getsas deletesas`.split(' '),
};

export const permissionPaths: readonly string[] = Object.keys(permissions).map((sort) => `properties.accessPolicies[].permissions.${sort}[]`);

export function checkPermissions(ctx: CheckContext, policy: Properties, path: string): void {
  for (const [sort, allowed] of Object.entries(permissions)) {
    list(policy, `permissions.${sort}`).forEach((value, index) => {
      if (typeof value !== 'string' || allowed.includes(value.toLowerCase())) return;
      const message = `'${value}' is not a permission on ${sort}; they are ${allowed.join(', ')}.`;
      ctx.refuse(`${path}.${sort}[${index}]`, 'BadRequest', `An invalid value was provided for 'accessPolicies': ${message}`);
    });
  }
}
