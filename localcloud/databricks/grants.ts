// Grants on one object of Unity Catalog: privileges that its kind has, each principal once.
import { asText } from '../values';
import { isRecord, list, text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Kind, Properties } from '../kind';
import { all, find, inWorkspace, invalid, keysGiven, tokenOf } from './objects';
import { admitPrincipal } from './principals';

interface Securable {
  readonly type: string;
  readonly privileges: readonly string[];
  readonly kind?: string;
}

const inTable = ['APPLY_TAG', 'MODIFY', 'SELECT'];
const inSchema = [
  ...inTable,
  ...[
    'CREATE_FUNCTION',
    'CREATE_MATERIALIZED_VIEW',
    'CREATE_MODEL',
    'CREATE_MODEL_VERSION',
    'CREATE_TABLE',
    'CREATE_VOLUME',
    'EXECUTE',
    'EXTERNAL_USE_SCHEMA',
    'MANAGE',
    'READ_VOLUME',
  ],
  ...['REFRESH', 'USE_SCHEMA', 'WRITE_VOLUME', 'ALL_PRIVILEGES', 'ALL PRIVILEGES', 'CREATE_VIEW', 'USAGE'],
];
const securables: { readonly [property: string]: Securable } = {
  catalog: { type: 'catalog', kind: 'Catalog', privileges: [...inSchema, 'BROWSE', 'CREATE_SCHEMA', 'USE_CATALOG', 'CREATE'] },
  schema: { type: 'schema', kind: 'Schema', privileges: inSchema },
  table: { type: 'table', privileges: [...inTable, 'ALL_PRIVILEGES', 'ALL PRIVILEGES', 'MANAGE', 'REFRESH'] },
  volume: { type: 'volume', kind: 'Volume', privileges: ['ALL_PRIVILEGES', 'ALL PRIVILEGES', 'APPLY_TAG', 'MANAGE', 'READ_VOLUME', 'WRITE_VOLUME'] },
  function: { type: 'function', privileges: ['ALL_PRIVILEGES', 'ALL PRIVILEGES', 'EXECUTE', 'MANAGE'] },
  externalLocation: {
    type: 'external_location',
    kind: 'ExternalLocation',
    privileges: [
      'ALL_PRIVILEGES',
      'ALL PRIVILEGES',
      'BROWSE',
      'CREATE_EXTERNAL_TABLE',
      'CREATE_EXTERNAL_VOLUME',
      'CREATE_FOREIGN_SECURABLE',
      'CREATE_MANAGED_STORAGE',
      'EXTERNAL_USE_LOCATION',
      'MANAGE',
      'READ_FILES',
      'WRITE_FILES',
    ],
  },
  storageCredential: {
    type: 'storage_credential',
    kind: 'StorageCredential',
    privileges: ['ALL_PRIVILEGES', 'ALL PRIVILEGES', 'CREATE_EXTERNAL_LOCATION', 'CREATE_EXTERNAL_TABLE', 'MANAGE', 'READ_FILES', 'WRITE_FILES'],
  },
};
const others = [
  'credential',
  'foreignConnection',
  'mcpService',
  'metastore',
  'model',
  'modelProviderService',
  'modelService',
  'pipeline',
  'recipient',
  'secret',
  'share',
];
const properties = [...Object.keys(securables), ...others];
const targetOf = (inputs: Properties): string | undefined => keysGiven(inputs, properties)[0];
/** "USE SCHEMA" and "use_schema" are one privilege. */
const normal = (privilege: string): string => privilege.toUpperCase().replaceAll(' ', '_');

function check(ctx: CheckContext): void {
  const given = keysGiven(ctx.inputs, properties);
  if (given.length !== 1)
    invalid(ctx, given[1] ?? 'grants', `Grants are on exactly one object (catalog, schema, …); found ${given.length === 0 ? 'none' : given.join(', ')}.`);
  const securable = securables[given[0] ?? ''];
  const grants = list(ctx.inputs, 'grants');
  if (Array.isArray(ctx.inputs['grants']) && grants.length === 0) invalid(ctx, 'grants', 'Grants need at least one grant.');
  const seen = new Set<string>();
  grants.forEach((grant, index) => {
    const path = `grants[${index}]`;
    const principal = text(grant, 'principal');
    if (principal === '') invalid(ctx, `${path}.principal`, 'The principal of a grant must not be empty.');
    if (principal !== undefined && seen.has(principal)) invalid(ctx, `${path}.principal`, `The principal '${principal}' is given more than once.`);
    if (principal !== undefined) seen.add(principal);
    const privileges = list(grant, 'privileges');
    if (isRecord(grant) && Array.isArray(grant['privileges']) && privileges.length === 0)
      invalid(ctx, `${path}.privileges`, `The grant for '${principal}' has no privileges.`);
    const odd = securable && privileges.find((privilege) => typeof privilege === 'string' && !securable.privileges.includes(normal(privilege)));
    if (odd !== undefined) invalid(ctx, `${path}.privileges`, `${asText(odd)} is not allowed on ${securable?.type}.`);
  });
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const property = targetOf(ctx.inputs) ?? '';
  const [securable, id] = [securables[property], text(ctx.inputs, property)];
  if (securable?.kind !== undefined && id !== undefined && !find(ctx.world, securable.kind, id)) {
    ctx.refuse(404, `${securable.type.toUpperCase()}_DOES_NOT_EXIST`, `${securable.type} '${id}' does not exist.`);
  }
  const twin = all(ctx.world, 'Grants').find((other) => other.id !== ctx.id && text(other.inputs, property) === id);
  if (ctx.operation === 'create' && twin && id !== undefined)
    ctx.refuse(409, 'RESOURCE_ALREADY_EXISTS', `The grants on ${property} '${id}' are managed by another resource already.`);
  for (const grant of list(ctx.inputs, 'grants')) admitPrincipal(ctx, text(grant, 'principal'), 'PRINCIPAL_DOES_NOT_EXIST');
}

export const grants: Kind = inWorkspace({
  token: tokenOf('Grants'),
  type: 'unity-catalog/permissions',
  apiVersion: '2.1',
  id: ({ inputs }) => {
    const property = targetOf(inputs) ?? '';
    return `${securables[property]?.type ?? property}/${text(inputs, property) ?? ''}`;
  },
  location: 'none',
  replaceOn: properties,
  check,
  admit,
});
