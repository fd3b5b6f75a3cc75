// Unity Catalog: the way to the lake's containers, the catalog, one schema a slot and the live one, their volumes, and who may do what there.
import { Catalog, ExternalLocation, Grants, Schema, ServicePrincipal, StorageCredential, Volume } from '@pulumi/databricks';
import { ComponentResource, interpolate, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { containers, type Container } from './data-lake';
import { slots, type Slot } from './etl-pipeline';
import { catalogOf, landingFolder, landingVolume, liveSchema, schemaOf, slotVolume } from './lakehouse-names';

export interface UnityCatalogArgs {
  /** Part of every name: targets of one region share a metastore. */
  readonly prefix: string;
  /** ARM id of the access connector whose identity has rights on the containers. */
  readonly accessConnectorId: Input<string>;
  readonly storageAccount: Input<string>;
  /** Application ids of the service principals that run the ETL; all have the same rights. */
  readonly runners: readonly Input<string>[];
}

/** Everyone in the Databricks account; who that is, the identity provider says. */
const everyone = 'account users';

/** Grants are authoritative for their object: who is to have rights on it stands in one resource. */
const grantsTo = (principals: readonly Input<string>[], privileges: readonly string[]) =>
  principals.map((principal) => ({ principal, privileges: [...privileges] }));

/** The service principal of a managed identity that runs the ETL: it enters the workspace and uses SQL, and makes no clusters of its own accord. */
export class EtlPrincipal extends ComponentResource {
  readonly applicationId: Output<string>;

  constructor(name: string, args: { readonly clientId: Input<string>; readonly displayName: string }, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:EtlPrincipal', name, {}, opts);
    const principal = new ServicePrincipal(
      `${name}-principal`,
      {
        applicationId: args.clientId,
        displayName: args.displayName,
        active: true,
        workspaceAccess: true,
        databricksSqlAccess: true,
        allowClusterCreate: false,
      },
      { parent: this },
    );
    this.applicationId = principal.applicationId;
    this.registerOutputs({ applicationId: this.applicationId });
  }
}

export class UnityCatalog extends ComponentResource {
  readonly catalogName: Output<string>;
  readonly schemaNames: Readonly<Record<Slot | 'live', Output<string>>>;
  /** Paths: "/Volumes/…". A slot's own files, and where deliveries land. */
  readonly volumePaths: Readonly<Record<Slot | 'landing', Output<string>>>;

  constructor(name: string, args: UnityCatalogArgs, opts?: ComponentResourceOptions) {
    super('hx:lakehouse:UnityCatalog', name, {}, opts);
    const child = { parent: this };
    const credential = new StorageCredential(
      'storage-credential',
      { name: `${args.prefix}-lake`, comment: 'Access connector of the platform stack', azureManagedIdentity: { accessConnectorId: args.accessConnectorId } },
      child,
    );
    const urlOf = (container: Container): Output<string> => interpolate`abfss://${container}@${args.storageAccount}.dfs.core.windows.net/`;
    const locations = containers.map((container) => ({
      container,
      resource: new ExternalLocation(
        `location-${container}`,
        { name: `${args.prefix}-${container}`, url: urlOf(container), credentialName: credential.name },
        child,
      ),
    }));
    const catalog = new Catalog(
      'catalog',
      { name: catalogOf(args.prefix), comment: 'Insurance data', storageRoot: interpolate`${urlOf('gold')}catalog`, isolationMode: 'ISOLATED' },
      { ...child, dependsOn: locations.map(({ resource }) => resource) },
    );
    const schema = (key: string, schemaName: string): Schema => new Schema(`schema-${key}`, { catalogName: catalog.name, name: schemaName }, child);
    const live = schema('live', liveSchema);
    const ofSlots = slots.map((slot) => ({ slot, resource: schema(slot, schemaOf(slot)) }));

    const runnersMay = (...privileges: string[]) => grantsTo(args.runners, privileges);
    for (const { container, resource } of locations) {
      new Grants(`grants-${container}`, { externalLocation: resource.id, grants: runnersMay('READ_FILES', 'WRITE_FILES') }, child);
    }
    const toEveryone = (...privileges: string[]) => grantsTo([everyone], privileges);
    new Grants('grants-catalog', { catalog: catalog.name, grants: [...runnersMay('USE_CATALOG'), ...toEveryone('USE_CATALOG')] }, child);
    const write = runnersMay('USE_SCHEMA', 'SELECT', 'MODIFY', 'CREATE_TABLE');
    new Grants('grants-live', { schema: live.id, grants: [...write, ...toEveryone('USE_SCHEMA', 'SELECT')] }, child);
    for (const { slot, resource } of ofSlots) new Grants(`grants-${slot}`, { schema: resource.id, grants: write }, child);

    this.catalogName = catalog.name;
    const bySlot = Object.fromEntries(ofSlots.map(({ slot, resource }) => [slot, resource.name])) as Record<Slot, Output<string>>;
    this.schemaNames = { ...bySlot, live: live.name };
    this.volumePaths = {
      blue: this.slotVolume('blue', this.schemaNames.blue, args),
      green: this.slotVolume('green', this.schemaNames.green, args),
      landing: this.landingVolume(
        urlOf('bronze'),
        args,
        locations.map(({ resource }) => resource),
      ),
    };
    this.registerOutputs({ catalogName: this.catalogName, schemaNames: this.schemaNames, volumePaths: this.volumePaths });
  }

  private slotVolume(slot: Slot, schemaName: Output<string>, { runners }: UnityCatalogArgs): Output<string> {
    const volume = new Volume(
      `volume-${slot}`,
      { catalogName: this.catalogName, schemaName, name: slotVolume, volumeType: 'MANAGED', comment: 'What the runs of this slot install and stage' },
      { parent: this },
    );
    new Grants(`grants-volume-${slot}`, { volume: volume.id, grants: grantsTo(runners, ['READ_VOLUME', 'WRITE_VOLUME']) }, { parent: this });
    return volume.volumePath;
  }

  /** Who reads the live schema does not read the files that it came from. */
  private landingVolume(bronze: Output<string>, { runners }: UnityCatalogArgs, locations: ExternalLocation[]): Output<string> {
    const volume = new Volume(
      'volume-landing',
      {
        ...{ catalogName: this.catalogName, schemaName: this.schemaNames.live, name: landingVolume, comment: 'Deliveries, as they came' },
        ...{ volumeType: 'EXTERNAL', storageLocation: interpolate`${bronze}${landingFolder}` },
      },
      { parent: this, dependsOn: locations },
    );
    new Grants('grants-volume-landing', { volume: volume.id, grants: grantsTo(runners, ['READ_VOLUME']) }, { parent: this });
    return volume.volumePath;
  }
}
