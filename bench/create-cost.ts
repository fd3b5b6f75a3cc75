// What one create costs in the local cloud, commit on disk included: check and create of storage accounts in process, without gRPC.
import { Cloud } from '../localcloud/cloud';
import { Store } from '../localcloud/store';
import { defaultCaller } from '../localcloud/world-view';
import { median } from './measure';

const creates = 500;
const accountToken = 'azure-native:storage:StorageAccount';

/** Median milliseconds of one create in a store of its own in `folder`. */
export function createCost(folder: string): number {
  const store = new Store(folder);
  try {
    const cloud = new Cloud(store, defaultCaller);
    create(cloud, 'azure-native:resources:ResourceGroup', 'group', { resourceGroupName: 'rg-bench', location: 'eastus' });
    const times = Array.from({ length: creates }, (_, index) => {
      const inputs = { accountName: `stbench${index}`, resourceGroupName: 'rg-bench', location: 'eastus', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };
      const start = process.hrtime.bigint();
      create(cloud, accountToken, `account${index}`, inputs);
      return Number(process.hrtime.bigint() - start) / 1e6;
    });
    return median(times);
  } finally {
    store.close();
  }
}

function create(cloud: Cloud, token: string, name: string, news: Parameters<Cloud['create']>[1]): void {
  const { inputs, failures } = cloud.check({ token, name, news, olds: undefined, seed: name });
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
  cloud.create(token, inputs);
}
