// CKV_AZURE_103: what a factory runs is under source control.
import { isOneOf, textOf } from '../../compare';
import { stackPolicy } from '../../policy';

const repositories = ['FactoryGitHubConfiguration', 'FactoryVSTSConfiguration'];
const contents = ['Pipeline', 'LinkedService', 'Dataset', 'DataFlow'].map((kind) => `azure-native:datafactory:${kind}`);

export const datafactoryGit = stackPolicy({
  id: 'datafactory-git',
  title: 'Data factories are under source control',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_103'],
  differs: {
    CKV_AZURE_103:
      'a factory whose pipelines are resources of the stack is under source control with its program, and a repository beside that would overwrite them; checkov fails it',
  },
  rationale: 'A pipeline that somebody changed in the portal has no author, no review and no way back.',
  remediation: {
    text: 'Declare the pipelines in the program, or connect the factory to a GitHub or Azure DevOps repository.',
    example:
      "new datafactory.Factory('etl', { repoConfiguration: { type: 'FactoryGitHubConfiguration', accountName, repositoryName, collaborationBranch: 'main', rootFolder: '/' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/source-control'],
  types: ['azure-native:datafactory:Factory'],
  check: (factory, stack) => {
    const isInRepository =
      isOneOf(factory.read('repoConfiguration.type'), repositories) && textOf(factory.read('repoConfiguration.repositoryName')) !== undefined;
    if (isInRepository || stack.referring(contents, 'factoryName', factory.resource).length > 0) return;
    factory.fail('repoConfiguration', 'is under no source control: it has no repository, and no pipeline of it stands in the program');
  },
});
