// A SQL warehouse that nobody queries stops.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const mostMinutes = 120;
const path = 'autoStopMins';

export const databricksWarehouseAutoStop = resourcePolicy({
  id: 'databricks-warehouse-auto-stop',
  title: 'Databricks SQL warehouses stop when nobody queries them',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'A warehouse costs by the minute whether it answers or not; a forgotten one costs more than the nightly run.',
  remediation: {
    text: `Set autoStopMins to at most ${mostMinutes}; 0 turns it off.`,
    example: "new databricks.SqlEndpoint('dbt', { clusterSize: '2X-Small', autoStopMins: 20, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/sql-warehouse/create'],
  types: ['databricks:index/sqlEndpoint:SqlEndpoint'],
  check: (warehouse) => {
    const value = warehouse.read(path);
    // Left out, Databricks stops it after 120 minutes.
    if (value === undefined) return;
    const minutes = numberOf(value);
    if (minutes === 0) warehouse.fail(path, 'never stops: autoStopMins is 0');
    else if (minutes === undefined || minutes < 1 || minutes > mostMinutes)
      warehouse.fail(path, `autoStopMins is ${warehouse.shown(path)}, not 1 to ${mostMinutes}`);
  },
});
