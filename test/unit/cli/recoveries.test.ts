import { join } from 'node:path';
import type { Target } from '../../../automation';
import { settingsWithRecovery } from '../../../cli/compose-recoveries';
import { loadConfiguration } from '../../../cli/compose-targets';
import { resourceNames, type RegionSettings } from '../../../infra';

const root = join(__dirname, '../../..');
const shipped = async (): Promise<readonly Target[]> =>
  (await loadConfiguration(join(root, 'infra/environments'), join(root, 'app/monitoring/alerts.yml'))).targets();
const vaultOf = (target: Target): string => resourceNames(target.settings as unknown as RegionSettings).keyVault;

test('a target whose vault was deleted brings it back; the others stay as they are', async () => {
  const targets = await shipped();
  const dev = targets.find(({ env }) => env === 'dev');
  if (dev === undefined) throw new Error('no dev');
  const vaults = { in: () => Promise.resolve(new Set([vaultOf(dev)])) };
  for (const target of targets)
    expect(await settingsWithRecovery(target, vaults)).toEqual(target === dev ? { ...target.settings, recoverKeyVault: true } : target.settings);
});

test('vaults are asked for in the subscription of each target', async () => {
  const targets = await shipped();
  const asked: string[] = [];
  const vaults = {
    in: (subscription: string) => {
      asked.push(subscription);
      return Promise.resolve(new Set<string>());
    },
  };
  await Promise.all(targets.map((target) => settingsWithRecovery(target, vaults)));
  expect(new Set(asked)).toEqual(new Set(targets.map(({ settings }) => (settings['azure'] as { subscriptionId: string }).subscriptionId)));
});
