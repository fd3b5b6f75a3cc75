// HX-DBC-08: no cluster starts with a script from DBFS, where every user can write.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { clusterType, eachCluster, jobType, pipelineType } from './clusters';

export const clusterInitScripts = resourcePolicy({
  id: 'cluster-init-scripts',
  title: 'Databricks clusters start with no script from DBFS',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-08', 'HX-DBJ-05', 'Databricks SAT GOV-25'],
  rationale:
    'Every user of a workspace can change a file in DBFS, and an init script runs as root with the rights of the cluster. Databricks has ended their support.',
  remediation: {
    text: 'Keep init scripts in workspace files or in a Unity Catalog volume.',
    example: "new databricks.Cluster('cluster', { initScripts: [{ workspace: { destination: '/Shared/init/setup.sh' } }], … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/init-scripts/'],
  types: [clusterType, jobType, pipelineType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      cluster.each('initScripts', (script) => {
        const other = textOf(script.readAny('file.destination', 'workspace.destination', 'volumes.destination')) ?? '';
        if (script.read('dbfs') !== undefined) script.fail('dbfs', `starts with a script from DBFS: ${script.shown('dbfs.destination')}`);
        else if (/^(dbfs:|(file:)?\/dbfs\/)/i.test(other) && !/^dbfs:\/Volumes\//i.test(other)) script.fail('', 'starts with a script from DBFS');
      });
    });
  },
});
