// CanNotDelete locks on what holds data. Made last and deleted first: a lock also holds the children, grants and endpoints of its resource.
import { ManagementLockByScope } from '@pulumi/azure-native/authorization';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { ResourceNames } from '../naming';

export interface DeleteLocksArgs {
  readonly names: Pick<ResourceNames, 'lock'>;
  readonly targets: readonly { readonly key: string; readonly resourceId: Input<string> }[];
}

export class DeleteLocks extends ComponentResource {
  constructor(name: string, args: DeleteLocksArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:DeleteLocks', name, {}, opts);
    for (const { key, resourceId } of args.targets) {
      new ManagementLockByScope(
        `lock-${key}`,
        {
          lockName: args.names.lock(key),
          scope: resourceId,
          level: 'CanNotDelete',
          notes: 'Holds data of a protected environment. hx destroy removes this lock first.',
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
