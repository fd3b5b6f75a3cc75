// In a protected environment a catalog is seen from its own workspace alone: workspaces of one region share a metastore.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const databricksCatalogIsolation = resourcePolicy({
  id: 'databricks-catalog-isolation',
  title: 'Catalogs of protected environments are bound to their workspace',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'An open catalog of prod can be read from the dev workspace of the same region, which has weaker rules for everything else.',
  remediation: {
    text: 'Set isolationMode to ISOLATED.',
    example: "new databricks.Catalog('insurance', { isolationMode: 'ISOLATED', … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/catalogs/binding'],
  types: ['databricks:index/catalog:Catalog'],
  check: (catalog) => {
    if (!catalog.environment.isProtected || isOneOf(catalog.read('isolationMode'), ['ISOLATED'])) return;
    catalog.fail('isolationMode', `is open to every workspace of the metastore: isolationMode is ${catalog.shown('isolationMode')}`);
  },
});
