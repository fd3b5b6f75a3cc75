// HX-DBC-09: a cluster's settings refer to secrets and hold none. Everyone who sees the cluster sees its settings.
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { Secret, isProperties, opened } from '../../value';
import { inTurn } from '../../in-turn';
import { clusterType, eachCluster, jobType, pipelineType } from './clusters';

/** Names whose values are secrets, by what they end with; "SECRET_SCOPE" and "TOKEN_ENDPOINT" are none. */
const secretName = /(secret|passw(or)?d|pwd|token|credentials?|connection_?string|(api|access|account|storage|shared|private|master)[._-]?key)$/i;
/** Those of storage have the account after the word. */
const storageName = /^(spark\.hadoop\.)?fs\.azure\.(account\.key\.|account\.oauth2\.client\.secret\b|sas\.(fixed\.token\b|[^.]+\.[^.]+\.blob\.))/i;
const secretValue =
  /dapi[0-9a-f]{32}|AccountKey=[^{;]{20}|SharedAccessSignature=|[?&]sig=[^{&]{10}|-----BEGIN [A-Z ]*PRIVATE KEY|[;?&]password=(?!\{\{)[^;&]+/i;
const reference = /\{\{secrets\/[^/{}]+\/[^/{}]+\}\}/;
/** Switches and numbers that merely have such a name: "spark.x.token = true". */
const harmless = /^(true|false|\d{1,6})?$/i;

export const clusterPlainSecrets = resourcePolicy({
  id: 'cluster-plain-secrets',
  title: 'The settings of Databricks clusters hold no secrets',
  severity: 'critical',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-09', 'HX-DBJ-05', 'Databricks SAT DP-1'],
  rationale: 'Everyone who may look at a cluster reads its Spark configuration and its environment; they also end up in logs and in the state.',
  remediation: {
    text: 'Put the secret into a secret scope and refer to it as {{secrets/<scope>/<key>}}.',
    example: "new databricks.Cluster('cluster', { sparkEnvVars: { API_TOKEN: '{{secrets/platform/api-token}}' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/secrets/'],
  types: [clusterType, jobType, pipelineType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      inTurn(
        () => judgeSettings(cluster, 'sparkConf'),
        () => judgeSettings(cluster, 'sparkEnvVars'),
        () => {
          const password = cluster.read('dockerImage.basicAuth.password');
          if (typeof password === 'string' && password !== '' && !reference.test(password))
            cluster.fail('dockerImage.basicAuth.password', 'holds a password; refer to it as {{secrets/<scope>/<key>}}');
        },
      );
    });
  },
});

function judgeSettings(cluster: Subject, map: 'sparkConf' | 'sparkEnvVars'): void {
  const settings = cluster.read(map);
  if (!isProperties(settings)) return;
  inTurn(
    ...Object.entries(settings).map(([name, value]) => () => {
      const text = opened(value, cluster.pathOf(`${map}.${name}`));
      if (typeof text !== 'string' || harmless.test(text) || reference.test(text)) return;
      if (value instanceof Secret || secretName.test(name) || storageName.test(name) || secretValue.test(text))
        cluster.fail(`${map}.${name}`, 'holds a secret; refer to it as {{secrets/<scope>/<key>}}');
    }),
  );
}
