// API versions with an end: a program that names one stops working on that day.
import { resourcePolicy } from '../../policy';

interface Ending {
  /** Module of azure-native. */
  readonly module: string;
  /** First API version that stays, as it stands in a token: "20260201". */
  readonly from: string;
  /** The day on which those before it end. */
  readonly ends: string;
}

const endings: readonly Ending[] = [{ module: 'keyvault', from: '20260201', ends: '2027-02-27' }];

/** Module and API version of a token: "azure-native:keyvault/v20230701:Vault", or that of a locally generated SDK. */
function versionOf(token: string): { readonly module: string; readonly version: string } | undefined {
  const inline = /^azure-native:([a-z0-9]+)\/v(\d{8})(?:preview)?:/i.exec(token);
  const local = /^azure-native_([a-z0-9]+)_v?(\d{8})(?:preview)?:/i.exec(token);
  const [, module, version] = inline ?? local ?? [];
  return module === undefined || version === undefined ? undefined : { module: module.toLowerCase(), version };
}

export const governanceRetiredApiVersions = resourcePolicy({
  id: 'governance-retired-api-versions',
  title: 'No resource names an API version that ends',
  severity: 'medium',
  // It works until its day; the date in the message says how long.
  level: 'advisory',
  checkov: [],
  rationale: 'On the day Azure switches the version off no update of the stack works any more, not even the one that repairs it.',
  remediation: {
    text: 'Leave the version out of the import, or name a newer one.',
    example: "import { Vault } from '@pulumi/azure-native/keyvault';",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/access-control-default'],
  types: 'every',
  check: (subject) => {
    const named = versionOf(subject.resource.token ?? '');
    const ending = endings.find(({ module, from }) => named?.module === module && named.version < from);
    if (ending !== undefined)
      subject.fail('', `uses the API version ${named?.version ?? ''} of ${ending.module}; versions before ${ending.from} end on ${ending.ends}`);
  },
});
