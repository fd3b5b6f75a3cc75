// HX-DBC-04: a cluster runs a Databricks runtime that is supported for long.
import { isOn, textOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { clusterType, eachCluster, jobType } from './clusters';

/** Days on which the support of LTS runtimes ends. From 18 on, the whole major version is one. */
const supported: Readonly<Record<string, string>> = {
  '14.3': '2027-02-01',
  '15.4': '2027-08-19',
  '16.4': '2028-05-09',
  '17.3': '2028-10-22',
  '18': '2029-06-10',
};
const ended: Readonly<Record<string, string>> = {
  '9.1': '2024-09-23',
  '10.4': '2025-03-18',
  '11.3': '2025-10-19',
  '12.2': '2026-03-01',
  '13.3': '2026-08-22',
};

const path = 'sparkVersion';

export const clusterRuntime = resourcePolicy({
  id: 'cluster-runtime',
  title: 'Databricks clusters run a supported LTS runtime',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-04', 'HX-DBJ-05', 'Databricks SAT GOV-5', 'KICS use_lts_spark_version'],
  rationale: 'A runtime whose support has ended gets no security fixes, and Databricks may take it away at any time. Others than LTS end within months.',
  remediation: {
    text: `Set sparkVersion to an LTS runtime: ${Object.keys(supported).join(', ')}.`,
    example: "new databricks.Cluster('cluster', { sparkVersion: '16.4.x-scala2.12', … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/release-notes/runtime/'],
  types: [clusterType, jobType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      const value = cluster.read(path);
      // Left out, it may come from the cluster policy.
      if (value === undefined && isOn(cluster.read('applyPolicyDefaultValues'))) return;
      const version = versionOf(textOf(value) ?? '');
      if (version.some((one) => Object.hasOwn(supported, one))) return;
      const end = version.map((one) => ended[one]).find((day) => day !== undefined);
      cluster.fail(path, `runs ${cluster.shown(path)}, ${end === undefined ? 'which is no LTS runtime that hx knows' : `whose support ended on ${end}`}`);
    });
  },
});

/** "16.4.x-scala2.12" as version and major version. */
function versionOf(runtime: string): readonly string[] {
  const found = /^(\d+)(?:\.(\d+))?[.-]/.exec(runtime);
  return found === null ? [] : [`${found[1]}.${found[2] ?? 'x'}`, `${found[1]}`];
}
