// A program of any size for the benchmarks: one resource group and `settings.count` storage accounts.
import { ResourceGroup } from '@pulumi/azure-native/resources';
import { StorageAccount } from '@pulumi/azure-native/storage';

interface Input {
  readonly region: string;
  readonly settings: { readonly count?: unknown };
}

export function program(input: Input): Promise<Record<string, unknown>> {
  const count = Number(input.settings.count);
  const group = new ResourceGroup('group', { resourceGroupName: 'rg-bench', location: input.region });
  for (let index = 0; index < count; index++) {
    void new StorageAccount(`account${index}`, {
      accountName: `stbench${index}`,
      resourceGroupName: group.name,
      location: input.region,
      kind: 'StorageV2',
      sku: { name: 'Standard_LRS' },
      minimumTlsVersion: 'TLS1_2',
      allowBlobPublicAccess: false,
    });
  }
  return Promise.resolve({ group: group.name });
}
