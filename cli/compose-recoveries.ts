// Finds the deleted vaults that still hold a target's vault name, so that its program brings the vault back instead of asking for a taken name.
import { runProgram, type CloudName, type HxPaths, type Target } from '../automation';
import { resourceNames, type RegionSettings } from '../infra';

export interface DeletedVaults {
  /** Names of the soft-deleted vaults of one subscription. Where they can't be read the answer is empty: the cloud then refuses the taken name. */
  in(subscriptionId: string): Promise<ReadonlySet<string>>;
}

export type VaultSettings = Pick<RegionSettings, 'recoverKeyVault'>;

/** The settings of a target whose vault was deleted and can be recovered get `recoverKeyVault`; others stay as they are. */
export async function settingsWithRecovery(target: Target, vaults: DeletedVaults): Promise<Target['settings']> {
  // The settings are infra's own, as compose-targets made them.
  const settings = target.settings as unknown as RegionSettings;
  const deleted = await vaults.in(settings.azure.subscriptionId);
  const recovery: VaultSettings = { recoverKeyVault: true };
  return deleted.has(resourceNames(settings).keyVault) ? { ...target.settings, ...recovery } : target.settings;
}

const azTimeoutMs = 30_000;

/** `az` answers where it is installed and signed in; one question a subscription. */
function deletedOnAzure(environment: Readonly<Record<string, string | undefined>>): DeletedVaults {
  const asked = new Map<string, Promise<ReadonlySet<string>>>();
  const ask = async (subscriptionId: string): Promise<ReadonlySet<string>> => {
    const args = ['keyvault', 'list-deleted', '--resource-type', 'vault', '--subscription', subscriptionId, '--query', '[].name', '--output', 'tsv'];
    const answer = await runProgram('az', args, { environment, timeoutMs: azTimeoutMs });
    return new Set(answer.state === 'ended' && answer.exitCode === 0 ? answer.stdout.split(/\s+/).filter(Boolean) : []);
  };
  return {
    in: (subscriptionId) => {
      const answer = asked.get(subscriptionId) ?? ask(subscriptionId);
      asked.set(subscriptionId, answer);
      return answer;
    },
  };
}

const vaultId = /\/providers\/Microsoft\.KeyVault\/vaults\/([^/]+)$/i;

function deletedLocally(paths: Pick<HxPaths, 'cloud'>): DeletedVaults {
  return {
    in: async (subscriptionId) => {
      const { cloudAdmin } = await import('./compose-cloud');
      const ids = cloudAdmin(paths)
        .status()
        .softDeleted.map(({ id }) => id);
      const ofSubscription = ids.filter((id) => id.toLowerCase().startsWith(`/subscriptions/${subscriptionId.toLowerCase()}/`));
      return new Set(ofSubscription.flatMap((id) => vaultId.exec(id)?.[1] ?? []));
    },
  };
}

export const deletedVaults = (cloud: CloudName, paths: Pick<HxPaths, 'cloud'>, environment: Readonly<Record<string, string | undefined>>): DeletedVaults =>
  cloud === 'local' ? deletedLocally(paths) : deletedOnAzure(environment);
