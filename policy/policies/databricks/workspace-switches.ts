// HX-DBP-04: the switches of a workspace that let code or data in and out past its permissions and its audit log.
import { isOff, isOn } from '../../compare';
import { resourcePolicy } from '../../policy';
import { inTurn } from '../../in-turn';

interface Switch {
  readonly key: string;
  readonly wanted: boolean;
  /** What the workspace does where nothing is said. */
  readonly byDefault: boolean;
  readonly wrong: string;
}

const switches: readonly Switch[] = [
  { key: 'enableVerboseAuditLogs', wanted: true, byDefault: false, wrong: 'does not log what notebooks ran' },
  { key: 'storeInteractiveNotebookResultsInCustomerAccount', wanted: true, byDefault: false, wrong: "keeps results in Databricks' own account" },
  { key: 'enableDbfsFileBrowser', wanted: false, byDefault: false, wrong: 'shows everyone the files of DBFS' },
  { key: 'enableDeprecatedGlobalInitScripts', wanted: false, byDefault: false, wrong: 'runs legacy init scripts, which everyone can change' },
  { key: 'enableDeprecatedClusterNamedInitScripts', wanted: false, byDefault: false, wrong: 'runs legacy init scripts, which everyone can change' },
];

export const databricksWorkspaceSwitches = resourcePolicy({
  id: 'databricks-workspace-switches',
  title: 'Databricks workspaces log in full and have no legacy ways in',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBP-04', 'Databricks SAT GOV-13', 'Databricks SAT DP-8'],
  rationale: 'Each of these switches decides whether code runs or data leaves without a trace; their defaults are those of long ago.',
  remediation: {
    text: 'Turn enableVerboseAuditLogs and storeInteractiveNotebookResultsInCustomerAccount on, and the DBFS browser and legacy init scripts off.',
    example:
      "new databricks.WorkspaceConf('conf', { customConfig: { enableVerboseAuditLogs: 'true', storeInteractiveNotebookResultsInCustomerAccount: 'true', enableDbfsFileBrowser: 'false' } });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/workspace-settings/'],
  types: ['databricks:index/workspaceConf:WorkspaceConf'],
  check: (conf) => {
    inTurn(
      ...switches.map(({ key, wanted, byDefault, wrong }) => () => {
        const path = `customConfig.${key}`;
        const value = conf.read(path);
        const isRight = value === undefined ? byDefault === wanted : wanted ? isOn(value) : isOff(value);
        if (!isRight) conf.fail(path, `${wrong}: ${key} is ${conf.shown(path)}`);
      }),
    );
  },
});
