// The Databricks provider of one workspace, from the platform's outputs alone.
import { Provider } from '@pulumi/databricks';
import { Config } from '@pulumi/pulumi';
import type { PlatformOutput } from '../outputs';
import type { ReadUpstream } from './input';

/**
 * Host and resource id come from the stack, never from a shell or a profile: else a token left in the environment could lead into another workspace,
 * or clash with the Azure login ("more than one authorization method"). `hx:databricksAuthType` narrows the login to one way: azure-cli,
 * azure-client-secret, github-oidc-azure, azure-msi.
 */
export function workspaceProvider(platform: ReadUpstream<PlatformOutput>): Provider {
  const authType = new Config('hx').get('databricksAuthType');
  return new Provider('workspace', {
    host: platform('databricksUrl'),
    azureWorkspaceResourceId: platform('databricksWorkspaceId'),
    ...(authType === undefined ? {} : { authType }),
  });
}
