// Names inside the lakehouse that more than one program must know: catalog, schemas, volumes, and what the clusters install. Pure data.
import type { Slot } from './etl-pipeline';

export const liveSchema = 'insurance';
/** Readers see the live schema alone; its views are moved to a slot's tables in one transaction at the switch. */
export const schemaOf = (slot: Slot): string => `${liveSchema}_${slot}`;

/** From the prefix that every name of a target has: "insurance-dev-eus". */
export const catalogOf = (prefix: string): string => prefix.replaceAll('-', '_');

/** A slot's own files: what its runs install, and what passes through on its way into tables. */
export const slotVolume = 'etl';
/** Deliveries, as they lie in the bronze container. */
export const landingVolume = 'landing';
export const landingFolder = 'landing';

/** As Databricks and its processes see it. */
export const volumePath = (catalog: string, schema: string, volume: string): string => `/Volumes/${catalog}/${schema}/${volume}`;
export const slotVolumePath = (prefix: string, slot: Slot): string => volumePath(catalogOf(prefix), schemaOf(slot), slotVolume);

/** Folder of a slot's volume with the wheel and the dbt project of the release that stands there; `hx deploy` fills it. */
export const packagesFolder = 'packages';
/** The wheel of app/, by the version in app/pyproject.toml. */
export const wheelName = 'hiscox_etl-0.1.0-py3-none-any.whl';
/** What the wheel's extras add on Databricks; a library has no extras. The pins are those of app/pyproject.toml. */
export const clusterPackages = [
  'azure-monitor-opentelemetry-exporter==1.0.0b58',
  'databricks-sql-connector==4.4.0',
  'dbt-core==1.11.16',
  'dbt-databricks==1.12.7',
];

/** What a release is to the runs of a slot: the wheel that they install, and the folder of the dbt project that they build. */
export const releasePlacesOf = (volume: string): { readonly wheel: string; readonly project: string } => ({
  wheel: `${volume}/${packagesFolder}/${wheelName}`,
  project: `${volume}/${packagesFolder}/dbt`,
});

/** What a run of a slot installs, as jobs and Data Factory write it alike. */
export const librariesOf = (volume: string): ({ whl: string } | { pypi: { package: string } })[] => [
  { whl: releasePlacesOf(volume).wheel },
  ...clusterPackages.map((name) => ({ pypi: { package: name } })),
];
