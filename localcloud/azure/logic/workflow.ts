// Logic Apps (consumption): a definition whose triggers, actions and parameters fit together.
import type { CheckContext, Kind } from '../../kind';
import { at, isGiven, isMissing, isRecord, record, same, text, type Node } from '../shared/values';
import { admitIdentity, checkIdentity, identityOutputs } from '../shared/identity';

const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'InvalidTemplate', message);

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkIdentity(ctx);
  const state = text(inputs, 'state');
  if (state !== undefined && !['Enabled', 'Disabled', 'Completed', 'Deleted', 'Suspended', 'NotSpecified'].some((known) => same(known, state)))
    ctx.refuse('state', 'WorkflowStateNotSupported', `The workflow state '${state}' is invalid.`);
  if (isMissing(inputs, 'definition')) return ctx.refuse('definition', 'WorkflowDefinitionMissing', 'A workflow needs a definition.');
  const definition = record(inputs, 'definition');
  if (!isRecord(inputs['definition'])) return;
  const schema = text(definition, '$schema');
  if (definition['$schema'] === undefined || (schema !== undefined && !/\/Microsoft\.Logic\/schemas\/.*workflowdefinition\.json#?$/i.test(schema)))
    refuse(ctx, 'definition.$schema', 'The workflow definition has no valid $schema.');
  if (Object.keys(record(definition, 'triggers')).length > 10) refuse(ctx, 'definition.triggers', 'A workflow has at most 10 triggers.');
  const actions = record(definition, 'actions');
  if (Object.keys(actions).length > 500) refuse(ctx, 'definition.actions', 'A workflow has at most 500 actions.');
  for (const [kind, entries] of [
    ['triggers', record(definition, 'triggers')],
    ['actions', actions],
  ] as const) {
    for (const [name, entry] of Object.entries(entries))
      if (isRecord(entry) && isMissing(entry, 'type')) refuse(ctx, `definition.${kind}["${name}"].type`, `The template ${kind} '${name}' has no type.`);
  }
  for (const [name, action] of Object.entries(actions)) {
    for (const earlier of Object.keys(record(action, 'runAfter')))
      if (!Object.hasOwn(actions, earlier))
        refuse(ctx, `definition.actions["${name}"].runAfter`, `The action '${name}' runs after '${earlier}', which is not in the workflow.`);
  }
  const isVisible = (from: Node): boolean => isMissing(from, 'parameters') || isRecord(at(from, 'parameters'));
  if (!isVisible(definition) || !isVisible(inputs)) return;
  const [declared, given] = [record(definition, 'parameters'), record(inputs, 'parameters')];
  for (const name of Object.keys(given))
    if (!Object.hasOwn(declared, name)) refuse(ctx, `parameters["${name}"]`, `The workflow parameter '${name}' is not declared in the definition.`);
  for (const [name, declaration] of Object.entries(declared))
    if (!Object.hasOwn(given, name) && at(declaration, 'defaultValue') === undefined)
      refuse(ctx, `parameters["${name}"]`, `The workflow parameter '${name}' has no value.`);
}

export const workflow: Kind = {
  token: 'azure-native:logic:Workflow',
  type: 'Microsoft.Logic/workflows',
  apiVersion: '2019-05-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Logic/workflows/{workflowName}',
  name: {
    property: 'workflowName',
    pattern: /^[\w().-]{1,80}$/,
    code: 'InvalidWorkflowName',
    message: 'The workflow name is invalid: 1 to 80 alphanumerics, hyphens, underscores, periods and parentheses.',
  },
  location: 'from-resource-group',
  defaults: () => ({ state: 'Enabled' }),
  check,
  admit: (ctx) => {
    if (ctx.operation !== 'delete') admitIdentity(ctx);
  },
  outputs: (ctx) => ({
    ...identityOutputs(ctx),
    accessEndpoint: `https://prod-00.${text(ctx.inputs, 'location') ?? ''}.logic.azure.com:443/workflows/${ctx.hex('access', 32)}`,
    createdTime: text(ctx.before?.outputs, 'createdTime') ?? ctx.now,
    changedTime: ctx.now,
    version: ctx.digits('version', 20),
    ...(isGiven(ctx.inputs, 'definition') ? { sku: { name: 'NotSpecified' } } : {}),
  }),
  secrets: ['parameters'],
};
