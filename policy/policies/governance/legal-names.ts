// HX-RG-01: names follow Azure's rules, so that an update does not stop half-way at the first name that Azure refuses.
import { resourcePolicy } from '../../policy';

interface NameRule {
  /** The input that holds the name. */
  readonly input: string;
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly words: string;
}

const rule = (input: string, min: number, max: number, pattern: RegExp, words: string): NameRule => ({ input, min, max, pattern, words });

const hyphenated = /^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/;
const hyphenatedWords = 'letters, digits and single hyphens, a letter or digit at both ends';
const plain = /^[A-Za-z0-9_-]+$/;
const plainWords = 'letters, digits, _ and -';
const wide = /^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$/u;
const wideWords = 'letters, digits, _ ( ) . and -, no full stop at the end';
const network = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
const networkWords = 'letters, digits, _ . and -, a letter or digit first, one or _ last';
const factoryPart = /^[^<>*#.%&:\\+?/]+$/;
const factoryWords = 'no < > * # . % & : \\ + ? /';

/** One row a kind, from Microsoft's page of naming rules and the validators of the azurerm provider. */
export const nameRules: Readonly<Record<string, NameRule>> = {
  'azure-native:applicationinsights:Component': rule('resourceName', 1, 255, wide, wideWords),
  'azure-native:containerregistry:Registry': rule('registryName', 5, 50, /^[A-Za-z0-9]+$/, 'letters and digits'),
  'azure-native:databricks:AccessConnector': rule('connectorName', 1, 64, plain, plainWords),
  'azure-native:databricks:Workspace': rule('workspaceName', 3, 64, plain, plainWords),
  'azure-native:datafactory:CredentialOperation': rule('credentialName', 1, 260, factoryPart, factoryWords),
  'azure-native:datafactory:Factory': rule('factoryName', 3, 63, hyphenated, hyphenatedWords),
  'azure-native:datafactory:LinkedService': rule('linkedServiceName', 1, 260, factoryPart, factoryWords),
  'azure-native:datafactory:Pipeline': rule('pipelineName', 1, 260, factoryPart, factoryWords),
  'azure-native:datafactory:Trigger': rule('triggerName', 1, 260, factoryPart, factoryWords),
  'azure-native:keyvault:Key': rule('keyName', 1, 127, /^[A-Za-z0-9-]+$/, 'letters, digits and hyphens'),
  'azure-native:keyvault:Secret': rule('secretName', 1, 127, /^[A-Za-z0-9-]+$/, 'letters, digits and hyphens'),
  'azure-native:keyvault:Vault': rule('vaultName', 3, 24, /^[A-Za-z](?:-?[A-Za-z0-9])*$/, 'letters, digits and single hyphens, a letter first'),
  'azure-native:logic:Workflow': rule('workflowName', 1, 80, wide, wideWords),
  'azure-native:managedidentity:UserAssignedIdentity': rule('resourceName', 3, 128, plain, plainWords),
  'azure-native:network:NetworkSecurityGroup': rule('networkSecurityGroupName', 1, 80, network, networkWords),
  'azure-native:network:Subnet': rule('subnetName', 1, 80, network, networkWords),
  'azure-native:network:VirtualNetwork': rule('virtualNetworkName', 2, 64, network, networkWords),
  'azure-native:operationalinsights:Workspace': rule(
    'workspaceName',
    4,
    63,
    /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
    'letters, digits and hyphens, a letter or digit at both ends',
  ),
  'azure-native:resources:ResourceGroup': rule('resourceGroupName', 1, 90, wide, wideWords),
  // A leading $ is Azure's own: $web, $root, $logs.
  'azure-native:storage:BlobContainer': rule(
    'containerName',
    3,
    63,
    /^(?:\$(?:web|root|logs)|[a-z0-9](?:-?[a-z0-9])*)$/,
    'lower case letters, digits and single hyphens',
  ),
  'azure-native:storage:StorageAccount': rule('accountName', 3, 24, /^[a-z0-9]+$/, 'lower case letters and digits'),
};

function problemOf(name: string, { min, max, pattern, words }: NameRule): string | undefined {
  if (name.length > max) return `has ${name.length} characters; Azure allows at most ${max}`;
  if (name.length < min) return `has ${name.length} characters; Azure wants at least ${min}`;
  return pattern.test(name) ? undefined : `is not allowed: ${words}`;
}

export const governanceLegalNames = resourcePolicy({
  id: 'governance-legal-names',
  title: 'Names follow Azure’s rules for their kind',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RG-01', 'PSRule Azure.Storage.Name', 'PSRule Azure.KeyVault.Name', 'PSRule Azure.ACR.Name'],
  rationale: 'Azure refuses a bad name only when its turn comes, after the resources before it have been made.',
  remediation: {
    text: 'Shorten the name or take out the characters that the kind does not allow.',
    example: "new storage.StorageAccount('lake', { accountName: 'stetlprodeus4f2a', … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules'],
  types: Object.keys(nameRules),
  check: (subject) => {
    const own = nameRules[subject.resource.type];
    const name = own === undefined ? undefined : subject.read(own.input);
    if (own === undefined || name === undefined) return;
    const problem = typeof name === 'string' ? problemOf(name, own) : 'is no text';
    if (problem !== undefined) subject.fail(own.input, `the name ${subject.shown(own.input)} ${problem}`);
  },
});
