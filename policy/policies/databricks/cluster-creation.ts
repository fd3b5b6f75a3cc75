// Nobody makes clusters without a cluster policy: that right is an entitlement, and no permission takes it back.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';
import { inTurn } from '../../in-turn';

const entitlements = { allowClusterCreate: 'clusters', allowInstancePoolCreate: 'instance pools' } as const;

export const databricksClusterCreation = resourcePolicy({
  id: 'databricks-cluster-creation',
  title: 'Nobody may make Databricks clusters or pools without limits',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['Databricks SAT GOV-1'],
  rationale: 'Unrestricted cluster creation goes around every cluster policy: of any size, in any access mode, until somebody sees the bill.',
  remediation: {
    text: 'Set allowClusterCreate and allowInstancePoolCreate to false and grant CAN_USE on a cluster policy.',
    example: "new databricks.Entitlements('analysts', { groupId: group.id, workspaceAccess: true, allowClusterCreate: false });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/auth/entitlements'],
  types: [
    'databricks:index/entitlements:Entitlements',
    'databricks:index/group:Group',
    'databricks:index/servicePrincipal:ServicePrincipal',
    'databricks:index/user:User',
  ],
  check: (principal) => {
    inTurn(
      ...Object.entries(entitlements).map(([path, what]) => () => {
        if (isOn(principal.read(path))) principal.fail(path, `may make ${what} without limits: ${path} is true`);
      }),
    );
  },
  // The SDK leaves out what is not set, which means no.
  remediate: (inputs) => ({
    ...inputs,
    ...Object.fromEntries(Object.keys(entitlements).flatMap((path) => (Object.hasOwn(inputs, path) ? [[path, false]] : []))),
  }),
});
