// HX-DBP-04: in a protected environment nobody downloads customer data from a notebook.
import { isOff } from '../../compare';
import { resourcePolicy } from '../../policy';
import { inTurn } from '../../in-turn';

const ways = ['enableResultsDownloading', 'enableExportNotebook', 'enableNotebookTableClipboard'] as const;

export const databricksDataExport = resourcePolicy({
  id: 'databricks-data-export',
  title: 'Nobody downloads data from notebooks in protected environments',
  severity: 'medium',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-DBP-04', 'Databricks SAT DP-5'],
  rationale: 'A notebook shows up to a million rows, and a button puts them on a laptop, past every network rule. All three ways are open by default.',
  remediation: {
    text: `Set ${ways.join(', ')} to false.`,
    example: "new databricks.WorkspaceConf('conf', { customConfig: { enableResultsDownloading: 'false', … } });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/workspace-settings/'],
  types: ['databricks:index/workspaceConf:WorkspaceConf'],
  check: (conf) => {
    if (!conf.environment.isProtected) return;
    inTurn(
      ...ways.map((key) => () => {
        const path = `customConfig.${key}`;
        if (!isOff(conf.read(path))) conf.fail(path, `lets data be downloaded: ${key} is ${conf.shown(path)}`);
      }),
    );
  },
});
