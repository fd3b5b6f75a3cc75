import { accepts, idOf, plans, refuses, type Table } from '../../support/kind-cases';
import type { StoredResource } from '../../../localcloud/kind';
import { of, application, workspaceWorld, made, principal, lake, credential, location, catalog } from './worlds';

describe('Unity Catalog', () => {
  const storage: Table = { token: of('StorageCredential'), base: { ...credential[1] }, world: workspaceWorld };
  accepts(storage, [['the identity of an access connector', {}]]);
  refuses(storage, [
    ['no identity', { azureManagedIdentity: undefined }],
    ['a connector that does not exist', { azureManagedIdentity: { accessConnectorId: idOf('Microsoft.Databricks/accessConnectors', 'none') } }],
    ['an identity of another cloud', { azureManagedIdentity: undefined, awsIamRole: { roleArn: 'arn:aws:iam::1:role/x' } }],
    ['a name with a space', { name: 'the lake' }],
    [
      'an identity that the connector does not have',
      { 'azureManagedIdentity.managedIdentityId': idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'id1') },
    ],
  ]);
  const external: Table = { token: of('ExternalLocation'), base: { ...location[1] }, world: made(credential) };
  accepts(external, [['a container', {}]]);
  refuses(external, [
    ['a credential that does not exist', { credentialName: 'none' }],
    ['a container that does not exist', { url: 'abfss://none@stfidelity001.dfs.core.windows.net/' }],
    ['a URL of another cloud', { url: 's3://bucket/' }],
  ]);
  refuses({ ...external, world: made(credential, location) }, [['a path inside another location', { name: 'inner', url: `${lake}inner` }, 'LOCATION_OVERLAP']]);
  const catalogs: Table = { token: of('Catalog'), base: { ...catalog[1] }, world: made(credential, location) };
  accepts(catalogs, [
    ['a catalog in an external location', {}],
    ["a catalog in the metastore's own storage", { storageRoot: undefined }],
  ]);
  refuses(catalogs, [
    ['storage outside every location', { storageRoot: 'abfss://silver@stfidelity001.dfs.core.windows.net/' }],
    ['a reserved name', { name: 'system' }],
    ['a name with a period', { name: 'a.b' }],
    ['an unknown isolation', { isolationMode: 'CLOSED' }],
  ]);
  const all = made(principal, credential, location, catalog, ['Schema', { catalogName: 'insurance', name: 'blue' }]);
  refuses({ ...catalogs, world: all }, [['a catalog that exists in other letters', { name: 'Insurance' }, 'CATALOG_ALREADY_EXISTS']]);
  plans(catalogs, [
    ['other storage as a replacement', { storageRoot: `${lake}other` }, 'replace'],
    ['a comment as an update', { comment: 'x' }, 'update'],
  ]);
  refuses({ token: of('Schema'), base: { catalogName: 'insurance', name: 'green' }, world: all }, [
    ['a catalog that does not exist', { catalogName: 'none' }, 'CATALOG_DOES_NOT_EXIST'],
    ['a schema that exists', { name: 'blue' }, 'SCHEMA_ALREADY_EXISTS'],
    ['a schema that exists in other letters', { name: 'Blue' }, 'SCHEMA_ALREADY_EXISTS'],
    ['a reserved name', { name: 'information_schema' }],
  ]);
  const grants: Table = {
    token: of('Grants'),
    base: {
      schema: 'insurance.blue',
      grants: [
        { principal: application, privileges: ['USE_SCHEMA', 'SELECT'] },
        { principal: 'account users', privileges: ['USE SCHEMA'] },
      ],
    },
    world: all,
  };
  accepts(grants, [['privileges on a schema', {}]]);
  refuses(grants, [
    ['a privilege that a schema does not have', { 'grants.0.privileges': ['READ_FILES'] }, /READ_FILES is not allowed on schema/],
    ['a schema that does not exist', { schema: 'insurance.none' }],
    ['two objects', { catalog: 'insurance' }],
    ['a principal twice', { 'grants.1': { principal: application, privileges: ['SELECT'] } }],
    ['no privileges', { 'grants.0.privileges': [] }],
    ['a service principal that does not exist', { 'grants.0.principal': '44444444-4444-4444-4444-444444444444' }],
  ]);
  const inbox = ['ExternalLocation', { name: 'inbox', url: 'abfss://gold@stfidelity001.dfs.core.windows.net/inbox', credentialName: 'lake' }] as const;
  const inCatalog = ['Catalog', { name: 'insurance' }] as const;
  const blue = ['Schema', { catalogName: 'insurance', name: 'blue' }] as const;
  const files = ['Volume', { catalogName: 'insurance', schemaName: 'blue', name: 'files', volumeType: 'MANAGED' }] as const;
  const landing = ['Volume', { ...files[1], name: 'landing', volumeType: 'EXTERNAL', storageLocation: `${inbox[1].url}/today` }] as const;
  const volumes: Table = { token: of('Volume'), base: { ...files[1] }, world: made(principal, credential, inbox, inCatalog, blue) };
  accepts(volumes, [
    ['a managed volume', {}],
    ['a folder of an external location', landing[1]],
  ]);
  refuses(volumes, [
    ['a schema that does not exist', { schemaName: 'none' }, 'SCHEMA_DOES_NOT_EXIST'],
    ['an unknown type', { volumeType: 'SHARED' }],
    ['an external volume without a place', { volumeType: 'EXTERNAL' }],
    ['a managed volume with a place', { storageLocation: landing[1].storageLocation }],
    ['a place outside every location', { ...landing[1], storageLocation: lake }, 'EXTERNAL_LOCATION_DOES_NOT_EXIST'],
    ['a name with a slash', { name: 'a/b' }],
  ]);
  refuses({ ...volumes, world: made(credential, inbox, inCatalog, blue, files, landing) }, [
    ['a volume that exists in other letters', { name: 'Files' }, 'RESOURCE_ALREADY_EXISTS'],
    ['a place inside another volume', { ...landing[1], name: 'inner', storageLocation: `${landing[1].storageLocation}/inner` }, 'LOCATION_OVERLAP'],
  ]);
  refuses({ ...volumes, world: made(credential, location, catalog, blue) }, [
    ['a place inside managed storage', { ...landing[1], storageLocation: `${lake}catalog/x` }, 'LOCATION_OVERLAP'],
  ]);
  plans(volumes, [
    ['another type as a replacement', landing[1], 'replace'],
    ['a comment as an update', { comment: 'x' }, 'update'],
  ]);
  const ofVolume = { volume: 'insurance.blue.files', grants: [{ principal: application, privileges: ['READ_VOLUME', 'WRITE_VOLUME'] }] };
  const withVolume = made(principal, credential, inbox, inCatalog, blue, files, landing);
  accepts({ token: of('Grants'), base: ofVolume, world: withVolume }, [['privileges on a volume', {}]]);
  refuses({ token: of('Grants'), base: ofVolume, world: withVolume }, [
    ['a privilege that a volume does not have', { 'grants.0.privileges': ['SELECT'] }, /SELECT is not allowed on volume/],
    ['a volume that does not exist', { volume: 'insurance.blue.none' }, 'VOLUME_DOES_NOT_EXIST'],
  ]);
  test('a volume has a path, and holds its schema and its location', () => {
    const cloud = withVolume();
    const stored = (kind: string, id: string): StoredResource => cloud.cloud.read(of(kind), id) ?? { id, token: of(kind), inputs: {}, outputs: {} };
    expect(stored('Volume', 'insurance.blue.files').outputs['volumePath']).toBe('/Volumes/insurance/blue/files');
    expect(cloud.refusal(() => cloud.remove(stored('Schema', 'insurance.blue'))).message).toContain("such as 'insurance.blue.files'");
    expect(cloud.refusal(() => cloud.remove(stored('ExternalLocation', 'inbox'))).code).toBe('INVALID_STATE');
    for (const name of ['files', 'landing']) cloud.remove(stored('Volume', `insurance.blue.${name}`));
    cloud.remove(stored('Schema', 'insurance.blue'));
    cloud.remove(stored('ExternalLocation', 'inbox'));
    expect(cloud.cloud.read(of('Schema'), 'insurance.blue')).toBeUndefined();
  });

  test('what others need is not removed', () => {
    const cloud = all();
    const stored = (kind: string, id: string): StoredResource => cloud.cloud.read(of(kind), id) ?? { id, token: of(kind), inputs: {}, outputs: {} };
    expect(cloud.refusal(() => cloud.remove(stored('Catalog', 'insurance'))).message).toContain('not empty');
    expect(cloud.refusal(() => cloud.remove(stored('ExternalLocation', 'gold'))).code).toBe('INVALID_STATE');
    expect(cloud.refusal(() => cloud.remove(stored('StorageCredential', 'lake'))).code).toBe('INVALID_STATE');
    cloud.remove(stored('Schema', 'insurance.blue'));
    for (const [kind, id] of [
      ['Catalog', 'insurance'],
      ['ExternalLocation', 'gold'],
      ['StorageCredential', 'lake'],
    ] as const) {
      cloud.remove(stored(kind, id));
      expect(cloud.cloud.read(of(kind), id)).toBeUndefined();
    }
  });
});
