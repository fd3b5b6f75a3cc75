// Folders of the workspace's tree; a folder that holds something goes only when asked to go with it.
import { isTrue, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { inWorkspace, tokenOf } from './objects';
import { below, checkPath, refuseOccupied } from './workspace-objects';

export const directory: Kind = inWorkspace({
  token: tokenOf('Directory'),
  type: 'workspace/directories',
  apiVersion: '2.0',
  id: ({ inputs }) => text(inputs, 'path') ?? '',
  location: 'none',
  replaceOn: ['path'],
  defaults: () => ({ deleteRecursive: false }),
  check: checkPath,
  admit: (ctx) => {
    if (ctx.operation !== 'delete') return refuseOccupied(ctx, 'Directory');
    if (!isTrue(ctx.inputs, 'deleteRecursive') && below(ctx.world, ctx.id).length > 0)
      ctx.refuse(400, 'DIRECTORY_NOT_EMPTY', `Folder (${ctx.id}) is not empty`);
  },
  // Only one that is asked to go with all that it holds gets here with something in it.
  beside: ({ operation, stored, world }) => (operation === 'delete' ? below(world, stored.id).map(({ id, token }) => ({ delete: id, token })) : []),
  outputs: ({ id, digits }) => ({ objectId: Number(digits('object', 15)), workspacePath: `/Workspace${id}` }),
});
