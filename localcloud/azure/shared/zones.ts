// Which regions have no availability zones and which have no pair: some redundancy can't be had there.
import { normalizeRegion } from '../../arm/regions';

const withoutZones: ReadonlySet<string> = new Set([
  ...['westus', 'northcentralus', 'westcentralus', 'canadaeast', 'brazilsoutheast', 'francesouth', 'germanynorth', 'norwaywest', 'switzerlandwest', 'ukwest'],
  ...['australiacentral', 'australiacentral2', 'australiasoutheast', 'southindia', 'westindia', 'jioindiacentral', 'jioindiawest', 'koreasouth'],
  ...['uaecentral', 'southafricawest'],
]);

const withoutPair: ReadonlySet<string> = new Set([
  ...['italynorth', 'polandcentral', 'spaincentral', 'austriaeast', 'belgiumcentral', 'denmarkeast', 'israelcentral', 'qatarcentral'],
  ...['mexicocentral', 'chilecentral', 'newzealandnorth', 'indonesiacentral', 'malaysiawest'],
]);

export const hasZones = (region: string): boolean => !withoutZones.has(normalizeRegion(region));
export const hasPair = (region: string): boolean => !withoutPair.has(normalizeRegion(region));
