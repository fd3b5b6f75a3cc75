import { join } from 'node:path';
import type { Target } from '../../../automation';
import { withRecoveries } from '../../../cli/compose-recoveries';
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
  const seen = await withRecoveries(targets, { in: () => Promise.resolve(new Set([vaultOf(dev)])) });
  expect(seen.filter(({ settings }) => settings['recoverKeyVault'] === true).map(({ name }) => name)).toEqual([dev.name]);
  expect(seen.filter(({ name }) => name !== dev.name)).toEqual(targets.filter(({ name }) => name !== dev.name));
});

test('vaults are asked for in the subscription of each target', async () => {
  const targets = await shipped();
  const asked: string[] = [];
  await withRecoveries(targets, {
    in: (subscription) => {
      asked.push(subscription);
      return Promise.resolve(new Set());
    },
  });
  expect(new Set(asked)).toEqual(new Set(targets.map(({ settings }) => (settings['azure'] as { subscriptionId: string }).subscriptionId)));
});
