// Where the notebooks send telemetry: read from Azure at each run, since a stack's exported outputs hold no secrets.
import { getComponent } from '@pulumi/azure-native/applicationinsights';
import { Provider } from '@pulumi/azure-native/provider';
import { all, type Output } from '@pulumi/pulumi';
import type { RegionSettings } from '../config/environment';
import type { PlatformOutput } from '../outputs';
import { unlessGone } from '../unless-gone';
import type { ReadUpstream } from './input';

/** Application Insights' connection string, to be kept secret by its reader; unknown while the platform is. */
export function telemetryAddress({ subscriptionId, tenantId }: RegionSettings['azure'], platform: ReadUpstream<PlatformOutput>): Output<string> {
  const provider = new Provider('azure', { subscriptionId, tenantId });
  return all([platform('resourceGroup'), platform('appInsightsId')]).apply(([resourceGroupName, id]) =>
    unlessGone(getComponent({ resourceGroupName, resourceName: id.slice(id.lastIndexOf('/') + 1) }, { provider }).then((found) => found.connectionString)),
  );
}
