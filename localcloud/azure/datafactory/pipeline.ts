// Pipelines: their activities, parameters and variables; not removable while a trigger or a pipeline refers to them.
import type { CheckContext, Kind } from '../../kind';
import { at, list, record, text } from '../shared/values';
import { checkActivities } from './activities';
import { admitReferences, documentName, factoryPath, parameterFits, refuseReferenced } from './documents';

const token = 'azure-native:datafactory:Pipeline';
const parameterTypes = ['object', 'string', 'int', 'float', 'bool', 'array', 'securestring'];
const variableTypes = ['string', 'bool', 'boolean', 'array', 'integer', 'int'];

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const activities = list(inputs, 'activities');
  if (activities.length > 120) ctx.refuse('activities', 'BadRequest', `The pipeline has ${activities.length} activities; at most 120 are allowed.`);
  const { concurrency } = inputs;
  if (typeof concurrency === 'number' && !(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 50)) {
    ctx.refuse('concurrency', 'BadRequest', `The concurrency of a pipeline must be an integer from 1 to 50, not ${concurrency}.`);
  }
  const variables = record(inputs, 'variables');
  checkDeclared(ctx, 'parameters', parameterTypes);
  checkDeclared(ctx, 'variables', variableTypes);
  const isVisible = at(inputs, 'variables') === undefined || Object.keys(variables).length > 0;
  checkActivities(ctx, activities, 'activities', new Set(), isVisible ? new Set(Object.keys(variables)) : undefined);
}

function checkDeclared(ctx: CheckContext, key: 'parameters' | 'variables', types: readonly string[]): void {
  const entries = Object.entries(record(ctx.inputs, key));
  if (entries.length > 50) ctx.refuse(key, 'BadRequest', `The pipeline has ${entries.length} ${key}; at most 50 are allowed.`);
  for (const [name, declared] of entries) {
    const path = `${key}["${name}"]`;
    const type = text(declared, 'type');
    if (type === undefined) continue;
    if (!types.includes(type.toLowerCase())) ctx.refuse(`${path}.type`, 'BadRequest', `The type '${type}' of '${name}' in ${key} is invalid.`);
    else if (!parameterFits(type, at(declared, 'defaultValue')))
      ctx.refuse(`${path}.defaultValue`, 'BadRequest', `The default value of '${name}' in ${key} is not of type ${type}.`);
  }
}

export const pipeline: Kind = {
  token,
  type: 'Microsoft.DataFactory/factories/pipelines',
  apiVersion: '2018-06-01',
  path: `${factoryPath}/pipelines/{pipelineName}`,
  name: documentName('pipelineName'),
  location: 'none',
  check,
  admit: (ctx) => (ctx.operation === 'delete' ? refuseReferenced(ctx, token) : admitReferences(ctx, ctx.inputs['activities'])),
  outputs: ({ guid }) => ({ etag: guid('etag') }),
};
