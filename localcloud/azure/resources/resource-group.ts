// Resource groups: the parent of nearly everything; deleting one deletes all that is in it (generic).
import type { Kind } from '../../kind';

export const resourceGroup: Kind = {
  token: 'azure-native:resources:ResourceGroup',
  type: 'Microsoft.Resources/resourceGroups',
  apiVersion: '2024-03-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}',
  name: {
    property: 'resourceGroupName',
    pattern: /^[\w().-]{0,89}[\w()-]$/u,
    code: 'InvalidResourceGroup',
    message: 'The provided resource group name has these invalid characters or length: 1 to 90 alphanumerics, _ ( ) - . and no trailing period.',
  },
  location: 'required',
  replaceOn: ['location'],
  admit: ({ operation, id, inputs, world, refuse }) => {
    const existing = operation === 'create' ? world.get(id)?.inputs['location'] : undefined;
    if (existing === undefined || existing === inputs['location']) return;
    const message = `Invalid resource group location '${String(inputs['location'])}'. The Resource group already exists in location '${String(existing)}'.`;
    refuse(409, 'InvalidResourceGroupLocation', message);
  },
};
