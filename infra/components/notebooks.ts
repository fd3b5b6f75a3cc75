// The notebooks of the ETL in the workspace. Their text is app/notebooks; what they do is the package they call.
import { Directory, Notebook, Permissions } from '@pulumi/databricks';
import { ComponentResource, output, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import { notebookRoot, notebookSteps } from './etl-pipeline';

export interface NotebooksArgs {
  /** Text of a file of app/notebooks. */
  readonly read: (file: string) => string;
  /** The target as `hx export` tells of it; the notebooks carry it, so that no run asks where its warehouse is. Nothing of it is secret. */
  readonly target: Input<Readonly<Record<string, unknown>>>;
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
        {
          ...{ path, language: 'PYTHON', format: 'SOURCE' },
          contentBase64: output(args.target).apply((target) => Buffer.from(withTarget(args.read(source), target)).toString('base64')),
        },
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

const marker = 'target = None  # hx writes the target here';

/** Text in JSON alone is a literal of Python too. Throws where the notebook has no place for it. */
function withTarget(source: string, target: Readonly<Record<string, unknown>>): string {
  if (source.split(marker).length !== 2) throw new Error(`a notebook must have one line "${marker}"`);
  return source.replace(marker, () => `target = ${JSON.stringify(target)}`);
}
