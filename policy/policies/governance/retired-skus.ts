// Tiers that Azure has ended: a plan with one of them fails at Azure, or is moved to another tier and price. Databricks' is databricks-sku's.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

interface Retired {
  readonly type: string;
  /** Input that holds the tier. */
  readonly path: string;
  readonly values: readonly string[];
  /** What happened, with the date. */
  readonly since: string;
  readonly instead: string;
}

const network = 'azure-native:network:';
const storageKind = { type: 'azure-native:storage:StorageAccount', path: 'kind', instead: 'StorageV2' } as const;

const retired: readonly Retired[] = [
  { ...storageKind, values: ['Storage'], since: 'general-purpose v1 accounts were retired on 2026-10-13' },
  { ...storageKind, values: ['BlobStorage'], since: 'legacy blob accounts were retired on 2026-10-13' },
  {
    type: `${network}PublicIPAddress`,
    path: 'sku.name',
    values: ['Basic'],
    since: 'basic public IP addresses were retired on 2025-09-30',
    instead: 'Standard',
  },
  { type: `${network}LoadBalancer`, path: 'sku.name', values: ['Basic'], since: 'basic load balancers were retired on 2025-09-30', instead: 'Standard' },
  {
    type: `${network}ApplicationGateway`,
    path: 'sku.tier',
    values: ['Standard', 'WAF'],
    since: 'application gateways v1 were retired on 2026-04-28',
    instead: 'Standard_v2 or WAF_v2',
  },
  {
    type: 'azure-native:operationalinsights:Workspace',
    path: 'sku.name',
    values: ['Free'],
    since: 'no workspaces of the free tier are made since 2022-07-01',
    instead: 'PerGB2018',
  },
];

export const governanceRetiredSkus = resourcePolicy({
  id: 'governance-retired-skus',
  title: 'No resource is of a tier that Azure has retired',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure refuses to make a retired tier in the middle of an update, or moves what exists to another tier and another price.',
  remediation: {
    text: 'Choose the tier that the message names.',
    example: "new storage.StorageAccount('lake', { kind: 'StorageV2', … });",
  },
  references: [
    'https://learn.microsoft.com/azure/storage/common/general-purpose-version-1-account-migration-overview',
    'https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-basic-upgrade-guidance',
    'https://azure.microsoft.com/updates/',
  ],
  types: [...new Set(retired.map(({ type }) => type))],
  check: (subject) => {
    for (const { path, values, since, instead } of retired.filter(({ type }) => type === subject.resource.type)) {
      if (isOneOf(subject.read(path), values)) subject.fail(path, `${path} is ${subject.shown(path)}: ${since}; use ${instead}`);
    }
  },
});
