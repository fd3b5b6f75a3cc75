// HX-RG-01: resources stand in the regions of the environment.
import { resourcePolicy } from '../../policy';

/** "East US 2" and "eastus2" are one region. */
const regionOf = (text: string): string => text.toLowerCase().replaceAll(/[\s-]/g, '');

export const governanceAllowedLocations = resourcePolicy({
  id: 'governance-allowed-locations',
  title: 'Resources are in the regions that the environment allows',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RG-01', 'Azure Policy e56962a6-4747-49cd-b67b-bf8b01975c4c'],
  rationale: 'Customer data must not leave the jurisdiction it was collected for, and a resource in the wrong region is slow and dear to reach.',
  remediation: {
    text: 'Use the region of the target, or add the region to the environment if data may be there.',
    example: "new storage.StorageAccount('lake', { location: settings.region, … });",
  },
  references: ['https://learn.microsoft.com/azure/governance/policy/samples/built-in-policies'],
  types: 'every',
  check: (subject) => {
    const allowed = subject.environment.locations;
    if (allowed === undefined || !subject.resource.type.startsWith('azure-native:')) return;
    const location = subject.read('location');
    if (location === undefined) return;
    const region = typeof location === 'string' ? regionOf(location) : '';
    if (region !== 'global' && !allowed.some((name) => regionOf(name) === region))
      subject.fail('location', `is in ${subject.shown('location')}; the environment allows ${allowed.join(', ')}`);
  },
});
