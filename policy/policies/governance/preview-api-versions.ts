// Preview API versions: Azure may change or end them without notice.
import { resourcePolicy } from '../../policy';

export const governancePreviewApiVersions = resourcePolicy({
  id: 'governance-preview-api-versions',
  title: 'No resource names a preview API version',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  anchors: ['pulumi compliance-policies disallowPreview'],
  rationale: 'A preview version has no support promise; a resource made with it may have to be replaced later.',
  remediation: {
    text: 'Leave the version out of the import, or name a stable one.',
    example: "import { StorageAccount } from '@pulumi/azure-native/storage';",
  },
  references: ['https://www.pulumi.com/registry/packages/azure-native/'],
  types: 'every',
  check: (subject) => {
    const version = /^azure-native[:_][a-z0-9]+[/_]v?(\d{8}preview):/i.exec(subject.resource.token ?? '')?.[1];
    if (version !== undefined) subject.fail('', `uses the preview API version ${version}`);
  },
});
