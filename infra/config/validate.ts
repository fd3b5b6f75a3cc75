// The list of all rules across fields and files. Adding a rule is one function in a *-rules.ts file and one entry here.
import type { Environment } from './environment';
import * as limits from './limit-rules';
import * as network from './network-rules';
import * as regions from './region-rules';
import type { Finding } from './schema-problems';

type EnvironmentRule = (environment: Environment) => readonly Finding[];

const environmentRules: readonly EnvironmentRule[] = [
  regions.regionsAreAzures,
  regions.oneRegionIsPrimary,
  regions.wavesCoverRegions,
  limits.workersAreOrdered,
  network.allowedRangesAreLegal,
  network.addressSpacesAreLegal,
  network.registryHonoursRanges,
  limits.protectedVaultsArePurgeProtected,
  limits.bronzeCoolsBeforeItGoes,
  limits.thresholdsAscend,
  limits.approversSuffice,
  limits.stateHasNoCredentials,
  limits.tagsAreLegal,
  limits.namesAreLegal,
];

/** What is wrong within one environment that the schema accepted. */
export const validateEnvironment = (environment: Environment): readonly Finding[] => environmentRules.flatMap((rule) => rule(environment));

/** What is wrong between environments. */
export const validateTogether = (environments: readonly Environment[]): readonly network.PlacedFinding[] => [
  ...network.addressSpacesAreApart(environments),
  ...limits.namesAreApart(environments),
];
