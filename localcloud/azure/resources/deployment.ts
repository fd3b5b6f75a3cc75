// Template deployments: an inline template with resources that the SDK has no kind for. Of ARM's template language only what such templates need.
import { CloudError } from '../../errors';
import type { AdmitContext, CheckContext, Kind, Properties, StoredResource } from '../../kind';
import { parentId } from '../../arm/ids';
import { at, isGiven, isMissing, isRecord, list, record, same, text } from '../shared/values';

/** Types that a template may hold here, and the tokens under which rules find them. */
const templateTypes: { readonly [type: string]: string } = {
  'microsoft.datafactory/factories/managedvirtualnetworks': 'azure-native:datafactory:ManagedVirtualNetwork',
};

/** Evaluates a literal, or an expression of concat(), parameters() and quoted text. */
export function evaluate(text: string, parameters: Properties): string | undefined {
  if (!text.startsWith('[') || text.startsWith('[[')) return text.replace(/^\[\[/, '[');
  const body = text.slice(1, -1).trim();
  const args = /^concat\((.*)\)$/is.exec(body)?.[1] ?? body;
  const parts = args.match(/'(?:[^']|'')*'|parameters\('[^']+'\)/gi) ?? [];
  if (args.replace(/'(?:[^']|'')*'|parameters\('[^']+'\)/gi, '').replace(/[\s,]/g, '') !== '') return undefined;
  const values = parts.map((part) =>
    part.startsWith("'") ? part.slice(1, -1).replaceAll("''", "'") : at(parameters, `${/'([^']+)'/.exec(part)?.[1] ?? ''}.value`),
  );
  return values.every((value) => typeof value === 'string') ? values.join('') : undefined;
}

function resourcesOf(id: string, inputs: Properties): StoredResource[] {
  const group = id.replace(/\/providers\/Microsoft\.Resources\/deployments\/.*$/i, '');
  return list(inputs, 'properties.template.resources')
    .filter(isRecord)
    .map((resource) => {
      const type = text(resource, 'type') ?? '';
      const token = templateTypes[type.toLowerCase()];
      const name = evaluate(text(resource, 'name') ?? '', record(inputs, 'properties.parameters'));
      if (token === undefined || name === undefined) {
        throw new CloudError(400, 'LocalCloudUnsupported', `the local cloud can't deploy '${text(resource, 'name')}' of type '${type}' from a template`);
      }
      const [provider, ...types] = type.split('/');
      const path = name
        .split('/')
        .map((part, index) => `${types[index]}/${part}`)
        .join('/');
      const properties = record(resource, 'properties');
      return { id: `${group}/providers/${provider}/${path}`, token, inputs: { properties }, outputs: { name: name.split('/').at(-1) ?? '', type, properties } };
    });
}

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const properties = record(inputs, 'properties');
  const mode = text(properties, 'mode');
  if (mode !== undefined && !['Incremental', 'Complete'].some((known) => same(known, mode)))
    ctx.refuse('properties.mode', 'InvalidDeployment', `The deployment mode '${mode}' is invalid: Incremental or Complete.`);
  if (isMissing(properties, 'template') === isMissing(properties, 'templateLink'))
    ctx.refuse('properties.template', 'InvalidRequestContent', 'A deployment needs exactly one of template and templateLink.');
  const template = record(properties, 'template');
  if (isGiven(properties, 'template') && isRecord(properties['template'])) {
    for (const key of ['$schema', 'contentVersion', 'resources'])
      if (template[key] === undefined)
        ctx.refuse(`properties.template.${key}`, 'InvalidTemplate', `Deployment template validation failed: the template property '${key}' is required.`);
  }
  const [declared, given] = [record(template, 'parameters'), record(properties, 'parameters')];
  for (const name of Object.keys(given))
    if (isGiven(properties, 'template') && !Object.hasOwn(declared, name))
      ctx.refuse(
        `properties.parameters["${name}"]`,
        'InvalidTemplate',
        `Deployment template validation failed: the template parameter '${name}' is not found.`,
      );
  for (const [name, declaration] of Object.entries(declared)) {
    if (!Object.hasOwn(given, name) && isMissing(declaration, 'defaultValue'))
      ctx.refuse(
        `properties.parameters["${name}"]`,
        'InvalidTemplate',
        `Deployment template validation failed: the value for the template parameter '${name}' is not provided.`,
      );
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  for (const resource of resourcesOf(ctx.id, ctx.inputs)) {
    const parent = parentId(resource.id);
    if (parent !== undefined && !ctx.world.get(parent))
      ctx.refuse(
        404,
        'ParentResourceNotFound',
        `Failed to perform 'write' on resource(s) of type '${text(resource.outputs, 'type')}', because the parent resource '${parent}' could not be found.`,
      );
  }
}

export const deployment: Kind = {
  token: 'azure-native:resources:Deployment',
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2024-03-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Resources/deployments/{deploymentName}',
  name: {
    property: 'deploymentName',
    pattern: /^[\w().-]{1,64}$/,
    code: 'InvalidDeploymentName',
    message: 'The deployment name is invalid: 1 to 64 alphanumerics, underscores, parentheses, hyphens and periods.',
  },
  location: 'none',
  check,
  admit,
  outputs: ({ id, inputs, now, guid }) => ({
    properties: {
      provisioningState: 'Succeeded',
      mode: text(inputs, 'properties.mode') ?? 'Incremental',
      timestamp: now,
      correlationId: guid('correlation'),
      outputResources: resourcesOf(id, inputs).map((resource) => ({ id: resource.id })),
    },
  }),
  // What a deployment made stays when the deployment is deleted, as in Azure.
  beside: ({ operation, stored }) => (operation === 'delete' ? [] : resourcesOf(stored.id, stored.inputs).map((resource) => ({ put: resource }))),
  isAsync: true,
};
