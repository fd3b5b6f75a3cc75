// Rules on an environment's regions and the order of their deployment. Each is a pure function from the environment to findings.
import { azureRegions } from './azure-regions';
import type { Environment } from './environment';
import { nearest, quoted } from './problems';
import type { Finding } from './schema-problems';

const known = Object.keys(azureRegions);
const primaries = ({ regions }: Environment): readonly string[] => Object.keys(regions).filter((region) => regions[region]?.primary === true);

/** "East US" and "east-us" as Azure writes them: eastus. */
export function suggestRegion(region: string): string {
  const meant = nearest(region.replace(/[^A-Za-z0-9]/g, ''), known);
  return meant === undefined ? 'az account list-locations --query "[].name" lists them' : `did you mean ${meant}?`;
}

export const regionsAreAzures = ({ regions }: Environment): readonly Finding[] => {
  const names = Object.keys(regions);
  if (names.length === 0) return [{ path: ['regions'], message: 'has no region', suggestion: 'add at least one, like eastus' }];
  return names
    .filter((region) => !Object.hasOwn(azureRegions, region))
    .map((region) => ({ path: ['regions', region], message: `${quoted(region)} is not an Azure region`, suggestion: suggestRegion(region) }));
};

export const oneRegionIsPrimary = (environment: Environment): readonly Finding[] => {
  const found = primaries(environment);
  if (found.length === 1 || Object.keys(environment.regions).length === 0) return [];
  if (found.length === 0) {
    return [{ path: ['regions'], message: 'no region is primary', suggestion: `add primary: true to one of ${Object.keys(environment.regions).join(', ')}` }];
  }
  return found.slice(1).map((region) => ({
    path: ['regions', region, 'primary'],
    message: `${found.join(' and ')} are both primary; an environment has exactly one`,
    suggestion: 'remove primary: true from the others',
  }));
};

export const wavesCoverRegions = (environment: Environment): readonly Finding[] => {
  const { regions, waves } = environment;
  const names = Object.keys(regions);
  const placed = waves.flatMap((wave, index) => wave.map((region, position) => ({ region, path: ['waves', index, position] })));
  const unknown = placed
    .filter(({ region }) => !Object.hasOwn(regions, region))
    .map(({ region, path }): Finding => {
      const meant = nearest(region, names);
      return {
        path,
        message: `the wave names ${quoted(region)}, which is not among regions`,
        suggestion: meant === undefined ? `the regions are ${names.join(', ')}` : `did you mean ${meant}?`,
      };
    });
  const twice = placed
    .filter(({ region }, index) => placed.findIndex((other) => other.region === region) !== index)
    .map(({ region, path }): Finding => ({ path, message: `${region} is in two waves; each region is deployed once` }));
  // A misspelt region is one mistake, not also a missing one.
  const meant = unknown.map(({ suggestion }) => suggestion);
  const missing = names
    .filter((region) => !placed.some((entry) => entry.region === region) && !meant.includes(`did you mean ${region}?`))
    .map((region): Finding => ({
      path: ['waves'],
      message: `${region} is in no wave and would never be deployed`,
      suggestion: `add - [${region}] as a last wave`,
    }));
  return [...unknown, ...twice, ...missing, ...primaryIsFirst(environment)];
};

function primaryIsFirst(environment: Environment): readonly Finding[] {
  const [primary] = primaries(environment);
  const first = environment.waves[0] ?? [];
  const isPlaced = environment.waves.flat().includes(primary ?? '');
  if (primary === undefined || !isPlaced || first.includes(primary)) return [];
  return [{ path: ['waves', 0], message: `the first wave lacks the primary region ${primary}`, suggestion: `put ${primary} into the first wave` }];
}
