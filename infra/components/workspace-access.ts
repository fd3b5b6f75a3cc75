// From where the workspace may be reached, and its switches. Who may do what inside is the other components' matter.
import { IpAccessList, WorkspaceConf } from '@pulumi/databricks';
import { ComponentResource, interpolate, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import { databricksIpAccess, type ClassifiedRanges } from '../config/ip-ranges';

export interface WorkspaceAccessArgs {
  readonly ranges: ClassifiedRanges;
  /** True where nobody may take data out of a notebook: by download, export or the clipboard. */
  readonly isExportClosed: boolean;
  /** Address from which the clusters go out: without it in the list they can't reach their own control plane. */
  readonly egressIpAddress: Input<string>;
  /** Address of the machine that runs this update, where it is none of the ranges: without it hx would lock itself out. */
  readonly deployerIpAddress?: string;
}

/** Days after which a personal access token ends. */
const tokenDays = 90;

export class WorkspaceAccess extends ComponentResource {
  constructor(name: string, args: WorkspaceAccessArgs, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:WorkspaceAccess', name, {}, opts);
    const { ranges } = args;
    const canExport = String(!args.isExportClosed);
    // A list makes sense where the front end is public and not meant for everyone; a private one is closed already.
    const hasList = !ranges.isOpen && ranges.publicRanges.length > 0;
    const conf = new WorkspaceConf(
      'workspace-conf',
      {
        customConfig: {
          enableIpAccessLists: String(hasList),
          maxTokenLifetimeDays: String(tokenDays),
          enableDbfsFileBrowser: 'false',
          enableVerboseAuditLogs: 'true',
          storeInteractiveNotebookResultsInCustomerAccount: 'true',
          enableResultsDownloading: canExport,
          enableExportNotebook: canExport,
          enableNotebookTableClipboard: canExport,
        },
      },
      { parent: this },
    );
    if (hasList) {
      new IpAccessList(
        'ip-access-list',
        {
          label: 'hx-allowed-ranges',
          listType: 'ALLOW',
          enabled: true,
          ipAddresses: [
            ...databricksIpAccess(ranges.publicRanges),
            interpolate`${args.egressIpAddress}`,
            ...(args.deployerIpAddress === undefined ? [] : [args.deployerIpAddress]),
          ],
        },
        // Databricks takes lists only once they are switched on.
        { parent: this, dependsOn: [conf] },
      );
    }
    this.registerOutputs({});
  }
}
