// Functions of azure-native that are not lookups: who is asking, and keys. One row a function.
import { asText } from '../values';
import { CloudError } from '../errors';
import type { Invoke, InvokeContext } from '../invoke';
import { signedIn } from './shared/signed-in';

const secretText = (ctx: InvokeContext, label: string, bytes: number): string => Buffer.from(ctx.hex(label, bytes * 2), 'hex').toString('base64');

const clientConfig: Invoke = ({ cloud }) => ({
  ...signedIn,
  subscriptionId: cloud.caller.subscriptionId,
  tenantId: cloud.caller.tenantId,
});

const sharedKeys: Invoke = (ctx) => {
  const { id } = ctx.find('azure-native:operationalinsights:Workspace');
  return { primarySharedKey: secretText(ctx, `${id}/primary`, 64), secondarySharedKey: secretText(ctx, `${id}/secondary`, 64) };
};

const storageAccountKeys: Invoke = (ctx) => {
  const { id, outputs } = ctx.find('azure-native:storage:StorageAccount');
  const key = (name: string) => ({
    creationTime: outputs['creationTime'] ?? '',
    keyName: name,
    permissions: 'FULL',
    value: secretText(ctx, `${id}/${name}`, 64),
  });
  return { keys: [key('key1'), key('key2')] };
};

const registryCredentials: Invoke = (ctx) => {
  const { id, inputs } = ctx.find('azure-native:containerregistry:Registry');
  const name = asText(inputs['registryName']);
  if (inputs['adminUserEnabled'] !== true) {
    const reason = `Cannot perform credential operations for ${id} as admin user is disabled. Kindly enable admin user as per docs.`;
    throw new CloudError(400, 'UnAuthorizedForCredentialOperations', reason);
  }
  const password = (label: string) => ({ name: label, value: ctx.hex(`${id}/${label}`, 52) });
  return { username: name, passwords: [password('password'), password('password2')] };
};

/** The address of a workflow's request trigger; its signature is a secret. */
const workflowCallbackUrl: Invoke = (ctx) => {
  const { id, inputs } = ctx.find('azure-native:logic:Workflow');
  const trigger = asText(ctx.args['triggerName']);
  const queries = { 'api-version': '2016-10-01', sp: `/triggers/${trigger}/run`, sv: '1.0', sig: ctx.hex(`${id}/${trigger}`, 43) };
  const basePath = `https://prod-00.${asText(inputs['location'])}.logic.azure.com/workflows/${ctx.hex(id, 32)}/triggers/${trigger}/paths/invoke`;
  return { basePath, method: 'POST', relativePath: '', queries, value: `${basePath}?${new URLSearchParams(queries).toString()}` };
};

export const azureInvokes: Readonly<Record<string, Invoke>> = {
  'azure-native:authorization:getClientConfig': clientConfig,
  'azure-native:authorization:getClientToken': ({ hex }) => ({ token: `local.${hex('token', 64)}` }),
  'azure-native:containerregistry:listRegistryCredentials': registryCredentials,
  'azure-native:logic:listWorkflowTriggerCallbackUrl': workflowCallbackUrl,
  'azure-native:operationalinsights:getSharedKeys': sharedKeys,
  'azure-native:operationalinsights:getWorkspaceSharedKeys': sharedKeys,
  'azure-native:storage:listStorageAccountKeys': storageAccountKeys,
};
