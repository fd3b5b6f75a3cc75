// The public regions of Azure, and how their names are compared. Pure.

export const regions: ReadonlySet<string> = new Set([
  ...['eastus', 'eastus2', 'centralus', 'northcentralus', 'southcentralus', 'westcentralus', 'westus', 'westus2', 'westus3', 'canadacentral', 'canadaeast'],
  ...['brazilsouth', 'brazilsoutheast', 'mexicocentral', 'chilecentral', 'northeurope', 'westeurope', 'francecentral', 'francesouth', 'germanywestcentral'],
  ...['germanynorth', 'italynorth', 'norwayeast', 'norwaywest', 'polandcentral', 'spaincentral', 'swedencentral', 'switzerlandnorth', 'switzerlandwest'],
  ...['uksouth', 'ukwest', 'austriaeast', 'belgiumcentral', 'denmarkeast', 'australiacentral', 'australiacentral2', 'australiaeast', 'australiasoutheast'],
  ...['centralindia', 'southindia', 'westindia', 'jioindiacentral', 'jioindiawest', 'eastasia', 'southeastasia', 'indonesiacentral', 'malaysiawest'],
  ...['japaneast', 'japanwest', 'koreacentral', 'koreasouth', 'newzealandnorth', 'israelcentral', 'qatarcentral', 'uaecentral', 'uaenorth'],
  ...['southafricanorth', 'southafricawest'],
]);

/** "West Europe" and "westeurope" are the same region. */
export const normalizeRegion = (location: string): string => location.toLowerCase().replace(/\s+/g, '');
