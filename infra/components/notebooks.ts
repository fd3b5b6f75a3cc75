// The notebooks of the ETL in the workspace. Their text is app/notebooks; what they do is the package they call.
import { Directory, Notebook, Permissions } from '@pulumi/databricks';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import { notebookRoot, notebookSteps } from './etl-pipeline';

export interface NotebooksArgs {
  /** Text of a file of app/notebooks. */
  readonly read: (file: string) => string;
  /** Application id of the service principal that runs the ETL. */
  readonly etlPrincipal: Input<string>;
}

export class Notebooks extends ComponentResource {
  constructor(name: string, args: NotebooksArgs, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:Notebooks', name, {}, opts);
    const root = new Directory('notebook-root', { path: notebookRoot }, { parent: this });
    for (const { path, source } of notebookSteps) {
      const [folder, file] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)];
      const directory = new Directory(`notebook-folder-${folder.slice(notebookRoot.length + 1)}`, { path: folder }, { parent: this, dependsOn: [root] });
      new Notebook(
        `notebook-${file.replaceAll('_', '-')}`,
        { path, language: 'PYTHON', format: 'SOURCE', contentBase64: Buffer.from(args.read(source)).toString('base64') },
        { parent: this, dependsOn: [directory] },
      );
    }
    new Permissions(
      'notebook-permissions',
      {
        directoryPath: root.path,
        accessControls: [
          { servicePrincipalName: args.etlPrincipal, permissionLevel: 'CAN_READ' },
          { groupName: 'users', permissionLevel: 'CAN_READ' },
        ],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
