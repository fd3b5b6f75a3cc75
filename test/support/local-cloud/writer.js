// Creates storage accounts in a store, telling each acknowledged one in a line on stdout, until it is killed or done. Loads the TypeScript sources.
const { readFileSync, writeSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) =>
  module._compile(
    transformSync(readFileSync(file, 'utf8'), { filename: file, cwd: join(__dirname, '..', '..', '..'), swcrc: true, sourceMaps: false }).code,
    file,
  );

const { Store } = require('../../../localcloud/store.ts');
const { Cloud } = require('../../../localcloud/cloud.ts');
const { defaultCaller } = require('../../../localcloud/world-view.ts');

const [folder, writer, count] = process.argv.slice(2);
const cloud = new Cloud(new Store(folder), defaultCaller);
const group = { resourceGroupName: `rg-${writer}`, location: 'eastus' };
cloud.create('azure-native:resources:ResourceGroup', group);

for (let index = 0; index < Number(count); index += 1) {
  // Own names and contested ones in turn.
  for (const accountName of [`st${writer}x${index}`, `stcontested${index}`]) {
    const inputs = { accountName, resourceGroupName: group.resourceGroupName, location: 'eastus', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };
    try {
      writeSync(1, `${cloud.create('azure-native:storage:StorageAccount', inputs).id}\n`);
    } catch (error) {
      if (error.code !== 'StorageAccountAlreadyTaken') throw error;
    }
  }
}
