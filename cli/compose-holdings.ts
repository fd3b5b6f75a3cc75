// Asks a cloud whether it holds what a stack would make, so that a stack whose records are all lost is not begun anew. Judges nothing.
import { runProgram, type CloudName, type CloudSession, type HxPaths, type Target } from '../automation';
import { resourceNames, type RegionSettings } from '../infra';

type Holds = NonNullable<CloudSession['holds']>;

// The settings are infra's own, as compose-targets made them.
const settingsOf = ({ settings }: Target): RegionSettings => settings as unknown as RegionSettings;

const azTimeoutMs = 30_000;

/** A target has a resource group of its own; `az` knows whether it exists where it is installed and signed in. */
const heldByAzure =
  (environment: Readonly<Record<string, string | undefined>>): Holds =>
  async (target, { dependsOn, phase }) => {
    if (phase === 'delivery' || dependsOn.length > 0) return undefined;
    const settings = settingsOf(target);
    const args = ['group', 'exists', '--name', resourceNames(settings).resourceGroup, '--subscription', settings.azure.subscriptionId];
    const answer = await runProgram('az', args, { environment, timeoutMs: azTimeoutMs });
    return answer.state === 'ended' && answer.exitCode === 0 ? Number(answer.stdout.trim() === 'true') : undefined;
  };

const heldLocally =
  ({ cloud }: Pick<HxPaths, 'cloud'>): Holds =>
  async (target, { dependsOn, phase }) => {
    // What a deployment pushes is pushed again by the next one.
    if (phase === 'delivery') return undefined;
    const { countBelow } = await import('../localcloud');
    const settings = settingsOf(target);
    const { resourceGroup, databricksWorkspace } = resourceNames(settings);
    const group = `/subscriptions/${settings.azure.subscriptionId}/resourceGroups/${resourceGroup}`;
    // The platform makes the group; what builds on it works inside its workspace.
    if (dependsOn.length === 0) return countBelow(cloud, group, true);
    return countBelow(cloud, `${group}/providers/Microsoft.Databricks/workspaces/${databricksWorkspace}/databricks`, false);
  };

export const holdings = (cloud: CloudName, paths: Pick<HxPaths, 'cloud'>, environment: Readonly<Record<string, string | undefined>>): Holds =>
  cloud === 'local' ? heldLocally(paths) : heldByAzure(environment);
