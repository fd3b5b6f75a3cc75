// Linked services: how a factory reaches a store or a compute; Databricks and Key Vault ones are known in detail.
import type { CheckContext, Kind, Properties } from '../../kind';
import { at, isGiven, isMissing, isRecord, same, text } from '../shared/values';
import { admitReferences, documentName, factoryPath, isExpression, refuseReferenced } from './documents';

const token = 'azure-native:datafactory:LinkedService';

const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(`properties.${path}`, 'BadRequest', message);

function check(ctx: CheckContext): void {
  const { properties } = ctx.inputs;
  if (!isRecord(properties)) return;
  const type = text(properties, 'type');
  if (isMissing(properties, 'type')) refuse(ctx, 'type', 'The linked service has no type.');
  if (type === 'AzureDatabricks') checkDatabricks(ctx, properties);
  if (type === 'AzureKeyVault') checkUrl(ctx, properties, 'baseUrl', /^https:\/\/[a-z0-9-]+\.vault\.[a-z.]+\/?$/i, 'the URL of a key vault');
  if (type === 'AzureBlobFS' && ['url', 'sasUri'].every((key) => isMissing(properties, key)))
    refuse(ctx, 'url', 'A linked service of type AzureBlobFS needs url or sasUri.');
  if (type === 'AzureBlobStorage' && ['connectionString', 'sasUri', 'serviceEndpoint'].every((key) => isMissing(properties, key))) {
    refuse(ctx, 'connectionString', 'A linked service of type AzureBlobStorage needs connectionString, sasUri or serviceEndpoint.');
  }
  if (type === 'AzureFunction' && isMissing(properties, 'functionAppUrl'))
    refuse(ctx, 'functionAppUrl', 'A linked service of type AzureFunction needs functionAppUrl.');
}

function checkUrl(ctx: CheckContext, properties: Properties, key: string, form: RegExp, what: string): void {
  const value = text(properties, key);
  if (isMissing(properties, key) || value === '') refuse(ctx, key, `The property '${key}' is required.`);
  else if (value !== undefined && !isExpression(value) && !form.test(value)) refuse(ctx, key, `'${value}' is not ${what}.`);
}

function checkDatabricks(ctx: CheckContext, properties: Properties): void {
  checkUrl(ctx, properties, 'domain', /^https:\/\/[a-z0-9.-]+\/?$/i, 'the URL of a Databricks workspace');
  const isMsi = same(text(properties, 'authentication'), 'MSI');
  const authentication = text(properties, 'authentication');
  if (authentication !== undefined && !isMsi && !isExpression(authentication))
    refuse(ctx, 'authentication', `The authentication '${authentication}' is not valid: 'MSI', or leave it out and give accessToken.`);
  if (isMsi && isMissing(properties, 'workspaceResourceId'))
    refuse(ctx, 'workspaceResourceId', "workspaceResourceId is required when authentication is 'MSI'.");
  if (isMsi && isGiven(properties, 'accessToken')) refuse(ctx, 'accessToken', "accessToken cannot be given when authentication is 'MSI'.");
  if (isMissing(properties, 'authentication') && ['accessToken', 'encryptedCredential', 'credential'].every((key) => isMissing(properties, key))) {
    refuse(ctx, 'accessToken', "A linked service of type AzureDatabricks needs accessToken, or authentication 'MSI' with workspaceResourceId.");
  }
  const id = text(properties, 'workspaceResourceId');
  if (
    id !== undefined &&
    !isExpression(id) &&
    !/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Databricks\/workspaces\/[^/]+$/i.test(id)
  ) {
    refuse(ctx, 'workspaceResourceId', `'${id}' is not the resource id of a Databricks workspace.`);
  }
  checkCompute(ctx, properties);
}

function checkCompute(ctx: CheckContext, properties: Properties): void {
  const [isExisting, isPool, isNew] = ['existingClusterId', 'instancePoolId', 'newClusterVersion'].map((key) => isGiven(properties, key));
  if (!isExisting && !isPool && !isNew)
    refuse(ctx, 'existingClusterId', 'A linked service of type AzureDatabricks needs existingClusterId, instancePoolId or newClusterVersion.');
  if (isExisting && (isPool || isNew))
    refuse(ctx, 'existingClusterId', 'existingClusterId cannot be combined with instancePoolId or the properties of a new cluster.');
  if (isPool && !isNew) refuse(ctx, 'newClusterVersion', 'newClusterVersion is required when instancePoolId is given.');
  if (isNew && !isPool && isMissing(properties, 'newClusterNodeType'))
    refuse(ctx, 'newClusterNodeType', 'newClusterNodeType is required when newClusterVersion is given without instancePoolId.');
  if (isNew && isMissing(properties, 'newClusterNumOfWorker'))
    refuse(ctx, 'newClusterNumOfWorker', 'newClusterNumOfWorker is required when newClusterVersion is given.');
  const workers = at(properties, 'newClusterNumOfWorker');
  if (typeof workers === 'number') refuse(ctx, 'newClusterNumOfWorker', `newClusterNumOfWorker must be text such as '2' or '1:8', not the number ${workers}.`);
  if (typeof workers !== 'string' || isExpression(workers)) return;
  const match = /^(\d+)(?::(\d+))?$/.exec(workers);
  if (!match) refuse(ctx, 'newClusterNumOfWorker', `newClusterNumOfWorker '${workers}' is invalid: a number or 'min:max'.`);
  else if (isPool && match[2] !== undefined) refuse(ctx, 'newClusterNumOfWorker', `An instance pool takes a fixed number of workers, not '${workers}'.`);
  else if (match[2] !== undefined && Number(match[1]) > Number(match[2]))
    refuse(ctx, 'newClusterNumOfWorker', `newClusterNumOfWorker '${workers}' has its minimum above its maximum.`);
}

export const linkedService: Kind = {
  token,
  type: 'Microsoft.DataFactory/factories/linkedservices',
  apiVersion: '2018-06-01',
  path: `${factoryPath}/linkedservices/{linkedServiceName}`,
  name: documentName('linkedServiceName'),
  location: 'none',
  check,
  admit: (ctx) => (ctx.operation === 'delete' ? refuseReferenced(ctx, token) : admitReferences(ctx, ctx.inputs['properties'])),
  outputs: ({ guid }) => ({ etag: guid('etag') }),
};
