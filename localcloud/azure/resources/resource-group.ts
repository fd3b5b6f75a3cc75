// Resource groups: the parent of nearly everything; deleting one deletes all that is in it (generic).
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext, Kind } from '../../kind';
import { isChanged, isMissing, same, text } from '../shared/values';

function admit(ctx: AdmitContext): void {
  const { operation, before, inputs } = ctx;
  if (operation === 'delete') return refuseManaged(ctx);
  const [old, next] = [text(before?.inputs, 'location'), text(inputs, 'location')];
  if (operation === 'create' && old !== undefined && next !== undefined && normalizeRegion(old) !== normalizeRegion(next)) {
    ctx.refuse(409, 'InvalidResourceGroupLocation', `Invalid resource group location '${next}'. The Resource group already exists in location '${old}'.`);
  }
  if (operation === 'update' && isChanged(before?.inputs, inputs, 'managedBy')) {
    const owner = text(before?.inputs, 'managedBy') ?? '';
    ctx.refuse(
      409,
      'ResourceGroupManagedByMismatch',
      `The requested resource group's managedBy property does not match the existing managedBy property '${owner}', which cannot be changed.`,
    );
  }
}

/** A workspace's managed group goes with its workspace only. */
function refuseManaged(ctx: AdmitContext): void {
  const owner = ctx.world
    .list({ token: 'azure-native:databricks:Workspace' })
    .find((workspace) => same(text(workspace.inputs, 'managedResourceGroupId'), ctx.id));
  if (!owner) return;
  ctx.refuse(
    403,
    'DenyAssignmentAuthorizationFailed',
    `The client has permission to perform action 'Microsoft.Resources/subscriptions/resourceGroups/delete' on scope '${ctx.id}'; however, the access is denied ` +
      `because of the deny assignment with name 'System deny assignment created by Azure Databricks ${owner.id}' at scope '${ctx.id}'.`,
  );
}

export const resourceGroup: Kind = {
  token: 'azure-native:resources:ResourceGroup',
  type: 'Microsoft.Resources/resourceGroups',
  apiVersion: '2024-03-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}',
  name: {
    property: 'resourceGroupName',
    pattern: /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
    code: 'InvalidResourceGroup',
    message: 'The provided resource group name has these invalid characters or length: 1 to 90 letters, digits, _ ( ) - . and no trailing period.',
  },
  location: 'required',
  replaceOn: ['location'],
  check: (ctx) => {
    if (isMissing(ctx.inputs, 'location')) ctx.refuse('location', 'LocationRequired', 'The location property is required for this definition.');
  },
  admit,
  outputs: () => ({ properties: { provisioningState: 'Succeeded' } }),
};
