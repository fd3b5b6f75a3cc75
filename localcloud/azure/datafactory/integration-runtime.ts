// Integration runtimes: self-hosted, or managed in a network that the factory has.
import { isGiven, isMissing, number, same, text } from '../shared/values';
import type { Kind } from '../../kind';
import { admitReferences, factoryPath, refuseReferenced } from './documents';

const token = 'azure-native:datafactory:IntegrationRuntime';

export const integrationRuntime: Kind = {
  token,
  type: 'Microsoft.DataFactory/factories/integrationRuntimes',
  apiVersion: '2018-06-01',
  path: `${factoryPath}/integrationruntimes/{integrationRuntimeName}`,
  name: {
    property: 'integrationRuntimeName',
    pattern: /^(?=.{3,63}$)[A-Za-z0-9]([A-Za-z0-9]|-(?=[A-Za-z0-9]))*$/,
    code: 'BadRequest',
    message: 'The integration runtime name is invalid: 3 to 63 letters, digits and single hyphens, starting and ending with a letter or digit.',
  },
  location: 'none',
  check: (ctx) => {
    const type = text(ctx.inputs, 'properties.type');
    if (isGiven(ctx.inputs, 'properties') && isMissing(ctx.inputs, 'properties.type'))
      ctx.refuse('properties.type', 'BadRequest', 'The integration runtime has no type.');
    if (type !== undefined && !['Managed', 'SelfHosted'].includes(type))
      ctx.refuse('properties.type', 'BadRequest', `The integration runtime type '${type}' is invalid: Managed or SelfHosted.`);
    const live = number(ctx.inputs, 'properties.computeProperties.dataFlowProperties.timeToLive');
    const cores = number(ctx.inputs, 'properties.computeProperties.dataFlowProperties.coreCount');
    if (cores !== undefined && ![8, 16, 32, 48, 80, 144, 272].includes(cores))
      ctx.refuse('properties.computeProperties', 'BadRequest', `The core count ${cores} is invalid: 8, 16, 32, 48, 80, 144 or 272.`);
    if (live !== undefined && live < 0) ctx.refuse('properties.computeProperties', 'BadRequest', `The time to live ${live} is invalid.`);
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return refuseReferenced(ctx, token);
    admitReferences(ctx, ctx.inputs['properties']);
    if (ctx.operation === 'update' && !same(text(ctx.before?.inputs, 'properties.type'), text(ctx.inputs, 'properties.type'))) {
      ctx.refuse(400, 'BadRequest', `The type of integration runtime '${ctx.id}' cannot be changed.`);
    }
  },
  outputs: ({ inputs, guid }) => ({ etag: guid('etag'), properties: text(inputs, 'properties.type') === 'Managed' ? { state: 'Initial' } : {} }),
};
