// Names of containers, shares, queues and tables are such that Azure takes them.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

interface NameRule {
  readonly input: string;
  readonly form: RegExp;
  readonly words: string;
}

const hyphenated = { form: /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, words: '3 to 63 lower case letters, digits and single hyphens' };

const rules: Readonly<Record<string, NameRule>> = {
  // $root, $web and $logs are containers of the service's own.
  'azure-native:storage:BlobContainer': { ...hyphenated, input: 'containerName', form: /^(\$root|\$web|\$logs|(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/ },
  'azure-native:storage:FileShare': { ...hyphenated, input: 'shareName' },
  'azure-native:storage:Queue': { ...hyphenated, input: 'queueName' },
  'azure-native:storage:Table': { input: 'tableName', form: /^[A-Za-z][A-Za-z0-9]{2,62}$/, words: '3 to 63 letters and digits, a letter first' },
};

export const storageItemNames = resourcePolicy({
  id: 'storage-item-names',
  title: 'Containers, shares, queues and tables have legal names',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['PSRule Azure.Storage.ContainerName'],
  rationale: 'Azure refuses any other name in the middle of the update.',
  remediation: {
    text: 'Use 3 to 63 lower case letters, digits and single hyphens; tables take letters and digits alone.',
    example: "new storage.BlobContainer('bronze', { containerName: 'bronze-raw', … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules'],
  types: Object.keys(rules),
  check: (item) => {
    const rule = rules[item.resource.type];
    const name = rule === undefined ? undefined : item.read(rule.input);
    if (rule === undefined || name === undefined || rule.form.test(textOf(name) ?? '')) return;
    item.fail(rule.input, `is no name that Azure takes (${rule.words}): ${item.shown(rule.input)}`);
  },
});
