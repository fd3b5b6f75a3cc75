// The policies on names, places, tags, protection and versions, in the order in which they are listed.
import { governanceAllowedLocations } from './allowed-locations';
import { governanceLegalNames } from './legal-names';
import { governanceLockStateful } from './lock-stateful';
import { governancePreviewApiVersions } from './preview-api-versions';
import { governanceProtectStateful } from './protect-stateful';
import { governanceRequiredTags } from './required-tags';
import { governanceRetiredApiVersions } from './retired-api-versions';
import { governanceRetiredSkus } from './retired-skus';
import { governanceSlotPairs } from './slot-pairs';

export const governancePolicies = [
  governanceAllowedLocations,
  governanceLegalNames,
  governanceLockStateful,
  governancePreviewApiVersions,
  governanceProtectStateful,
  governanceRequiredTags,
  governanceRetiredApiVersions,
  governanceRetiredSkus,
  governanceSlotPairs,
];
