// No cluster passes its users' credentials on to storage: the way before Unity Catalog, deprecated since runtime 15.0.
import { isOn, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { inTurn } from '../../in-turn';
import { clusterType, eachCluster, jobType, pipelineType, settingOf } from './clusters';

const passthrough = 'spark.databricks.passthrough.enabled';

export const clusterNoPassthrough = resourcePolicy({
  id: 'cluster-no-passthrough',
  title: 'Databricks clusters use no credential passthrough',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  rationale:
    'Passthrough and table ACLs go around Unity Catalog: its grants and its audit know nothing of such reads. Databricks has deprecated passthrough since runtime 15.0.',
  remediation: {
    text: 'Take spark.databricks.passthrough.enabled out and set dataSecurityMode to USER_ISOLATION or SINGLE_USER.',
    example: "new databricks.Cluster('cluster', { dataSecurityMode: 'USER_ISOLATION', … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/archive/credential-passthrough/'],
  types: [clusterType, jobType, pipelineType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      inTurn(
        () => {
          if (isOn(settingOf(cluster, 'sparkConf', passthrough))) cluster.fail(`sparkConf.${passthrough}`, "passes its users' credentials on to storage");
        },
        () => {
          if (isOneOf(cluster.read('dataSecurityMode'), ['LEGACY_PASSTHROUGH', 'LEGACY_TABLE_ACL', 'LEGACY_SINGLE_USER', 'LEGACY_SINGLE_USER_STANDARD']))
            cluster.fail('dataSecurityMode', `is in a legacy access mode: dataSecurityMode is ${cluster.shown('dataSecurityMode')}`);
        },
      );
    });
  },
});
