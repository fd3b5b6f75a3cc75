import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../../automation';
import { holdings } from '../../../cli/compose-holdings';
import { loadConfiguration } from '../../../cli/compose-targets';
import { programs, resourceNames, type RegionSettings } from '../../../infra';
import { Cloud } from '../../../localcloud/cloud';
import { Store } from '../../../localcloud/store';
import { defaultCaller } from '../../../localcloud/world-view';

const root = join(__dirname, '../../..');
const [platform, lakehouse, images] = programs;

describe('what a cloud holds of a stack', () => {
  let folder: string;
  let dev: Target;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hx-holdings-'));
    const targets = await (await loadConfiguration(join(root, 'infra/environments'), join(root, 'app/monitoring/alerts.yml'))).targets();
    const found = targets.find(({ env }) => env === 'dev');
    if (found === undefined) throw new Error('no dev');
    dev = found;
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const held = async (cloud: 'azure' | 'local', program = platform): Promise<number | undefined> => {
    if (program === undefined) throw new Error('no program');
    return holdings(cloud, { cloud: folder }, { PATH: `${folder}:/usr/bin:/bin` })(dev, program);
  };

  it('is counted in the local cloud from the target’s group down, for what runs in the workspace from there', async () => {
    expect([await held('local'), await held('local', lakehouse)]).toEqual([0, 0]);
    const settings = dev.settings as unknown as RegionSettings;
    const { resourceGroup: resourceGroupName, databricksWorkspace: workspaceName } = resourceNames(settings);
    const { subscriptionId } = settings.azure;
    const store = new Store(folder);
    const azure = new Cloud(store, { ...defaultCaller, subscriptionId });
    azure.create('azure-native:resources:ResourceGroup', { resourceGroupName: `${resourceGroupName}-other`, location: 'eastus' });
    expect(await held('local')).toBe(0);
    azure.create('azure-native:resources:ResourceGroup', { resourceGroupName, location: 'eastus' });
    expect(await held('local')).toBe(1);
    const managedResourceGroupId = `/subscriptions/${subscriptionId}/resourceGroups/rg-managed`;
    const inputs = { workspaceName, resourceGroupName, location: 'eastus', sku: { name: 'premium' }, managedResourceGroupId, computeMode: 'Hybrid' };
    const workspace = azure.create('azure-native:databricks:Workspace', inputs);
    expect([await held('local'), await held('local', lakehouse)]).toEqual([2, 0]);
    const host = String(workspace.outputs['workspaceUrl']);
    new Cloud(store, { ...defaultCaller, host, workspaceId: workspace.id }).create('databricks:index/directory:Directory', { path: '/Shared/etl' });
    expect([await held('local'), await held('local', lakehouse)]).toEqual([3, 1]);
    // What a deployment pushes it pushes again.
    expect([await held('local', images), await held('azure', images)]).toEqual([undefined, undefined]);
    store.close();
  });

  it.each([
    ['there', 'echo true', 1],
    ['not there', 'echo false', 0],
    ['not to be told without a login', 'echo "Please run az login" >&2; exit 1', undefined],
  ])('is, on Azure, whether az knows the group: %s', async (_name, script, count) => {
    writeFileSync(join(folder, 'az'), `#!/bin/sh\n[ "$1 $2 $3" = "group exists --name" ] || exit 9\n${script}\n`);
    chmodSync(join(folder, 'az'), 0o755);
    expect(await held('azure')).toBe(count);
    expect(await held('azure', lakehouse)).toBeUndefined();
  });
  it('is unknown on Azure where az is not installed', async () => {
    expect(
      await holdings(
        'azure',
        { cloud: folder },
        { PATH: folder },
      )(dev, { dependsOn: [], phase: 'infrastructure', name: 'platform', project: 'p', module: '/m' }),
    ).toBeUndefined();
  });
});
