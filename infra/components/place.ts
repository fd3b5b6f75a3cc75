// What every Azure component is told about where it stands, and what its allowed ranges mean for a service's public endpoint.
import type { Input } from '@pulumi/pulumi';
import type { ClassifiedRanges } from '../config/ip-ranges';

export interface Place {
  readonly resourceGroupName: Input<string>;
  /** Azure region name: "eastus". */
  readonly location: string;
}

/** True where somebody outside the private network may knock: then the public endpoint stays on, behind its firewall. */
export const hasPublicEndpoint = (ranges: ClassifiedRanges): boolean => ranges.isOpen || ranges.publicRanges.length > 0;

export const enabledIf = (condition: boolean): 'Enabled' | 'Disabled' => (condition ? 'Enabled' : 'Disabled');

/** Everything that is not open to the world refuses by default. */
export const defaultAction = (ranges: ClassifiedRanges): 'Allow' | 'Deny' => (ranges.isOpen ? 'Allow' : 'Deny');
