// A SQL warehouse grows to some clusters and no further.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const mostClusters = 10;
const path = 'maxNumClusters';

export const databricksWarehouseCeiling = resourcePolicy({
  id: 'databricks-warehouse-ceiling',
  title: `Databricks SQL warehouses grow to ${mostClusters} clusters at most`,
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  rationale: 'Each cluster is a copy of the whole warehouse: a dashboard that refreshes too often multiplies the bill up to the ceiling.',
  remediation: {
    text: `Set maxNumClusters to what the peak needs, ${mostClusters} at most.`,
    example: "new databricks.SqlEndpoint('dbt', { clusterSize: 'Small', maxNumClusters: 2, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/sql-warehouse/create'],
  types: ['databricks:index/sqlEndpoint:SqlEndpoint'],
  check: (warehouse) => {
    const value = warehouse.read(path);
    // Left out, it is one cluster.
    if (value === undefined) return;
    const clusters = numberOf(value);
    if (clusters === undefined || clusters < 1 || clusters > mostClusters)
      warehouse.fail(path, `maxNumClusters is ${warehouse.shown(path)}, not 1 to ${mostClusters}`);
  },
});
