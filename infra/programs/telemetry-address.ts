// Where the notebooks send telemetry: read from Azure at each run, since a stack's exported outputs hold no secrets.
import { getComponentOutput } from '@pulumi/azure-native/applicationinsights';
import { Provider } from '@pulumi/azure-native/provider';
import type { Output } from '@pulumi/pulumi';
import type { RegionSettings } from '../config/environment';
import type { PlatformOutput } from '../outputs';
import type { ReadUpstream } from './input';

/** Application Insights' connection string, to be kept secret by its reader; unknown while the platform is. */
export function telemetryAddress({ subscriptionId, tenantId }: RegionSettings['azure'], platform: ReadUpstream<PlatformOutput>): Output<string> {
  const provider = new Provider('azure', { subscriptionId, tenantId });
  const resourceName = platform('appInsightsId').apply((id) => id.slice(id.lastIndexOf('/') + 1));
  return getComponentOutput({ resourceGroupName: platform('resourceGroup'), resourceName }, { provider }).connectionString;
}
