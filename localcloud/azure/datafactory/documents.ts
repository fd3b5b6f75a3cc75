// What all documents of a factory share: names, references to each other, and the refusal to lose a referenced one.
import type { AdmitContext, Kind, Value } from '../../kind';
import { isRecord, same, text, type Node } from '../shared/values';
import { unknown } from '../../kind';

export const factoryPath = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}';
const of = (name: string): string => `azure-native:datafactory:${name}`;

const tokens: { readonly [reference: string]: string } = {
  linkedservicereference: of('LinkedService'),
  pipelinereference: of('Pipeline'),
  datasetreference: of('Dataset'),
  triggerreference: of('Trigger'),
  integrationruntimereference: of('IntegrationRuntime'),
  dataflowreference: of('DataFlow'),
  credentialreference: of('CredentialOperation'),
  managedvirtualnetworkreference: of('ManagedVirtualNetwork'),
};
const documentTokens = [of('LinkedService'), of('Pipeline'), of('Dataset'), of('Trigger'), of('DataFlow'), of('CredentialOperation')];

/** 1 to 260 characters, starting with a letter, digit or underscore, without `<>*#.%&:\+?/`. */
export function documentName(property: string): NonNullable<Kind['name']> {
  return {
    property,
    pattern: /^[A-Za-z0-9_][^<>*#.%&:\\+?/]{0,259}$/,
    code: 'BadRequest',
    message: "Invalid resource name: 1 to 260 characters that start with a letter, a digit or '_' and have none of < > * # . % & : \\ + ? /",
  };
}

export interface Reference {
  readonly token: string;
  readonly name: string;
}

/** Every `{ referenceName, type: "…Reference" }` in a document, at any depth. */
export function referencesIn(node: Node): Reference[] {
  if (node === unknown || node === undefined) return [];
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (!isRecord(node)) return [];
  const [name, token] = [text(node, 'referenceName'), tokens[(text(node, 'type') ?? '').toLowerCase()]];
  const own = name !== undefined && token !== undefined && !name.startsWith('@') ? [{ token, name }] : [];
  return [...own, ...Object.values(node).flatMap(referencesIn)];
}

export const factoryIdOf = (id: string): string => id.replace(/(\/factories\/[^/]+)\/.*$/i, '$1');
export const documentNameOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** Refuses references to documents that the factory does not have. */
export function admitReferences(ctx: AdmitContext, body: Node): void {
  for (const { token, name } of referencesIn(body)) {
    if (token === of('IntegrationRuntime') && same(name, 'AutoResolveIntegrationRuntime')) continue;
    const isSelf = same(documentNameOf(ctx.id), name) && ctx.world.get(ctx.id)?.token === token;
    const exists = ctx.world.list({ token, under: factoryIdOf(ctx.id) }).some((document) => same(documentNameOf(document.id), name));
    if (!exists && !isSelf) ctx.refuse(400, 'BadRequest', `The document creation or update failed because of invalid reference '${name}'.`);
  }
}

/** Refuses to delete a document that another one still refers to. */
export function refuseReferenced(ctx: AdmitContext, token: string): void {
  const name = documentNameOf(ctx.id);
  for (const candidate of documentTokens.flatMap((each) => ctx.world.list({ token: each, under: factoryIdOf(ctx.id) }))) {
    if (same(candidate.id, ctx.id)) continue;
    if (!referencesIn(candidate.inputs).some((reference) => reference.token === token && same(reference.name, name))) continue;
    ctx.refuse(400, 'BadRequest', `The document cannot be deleted since it is referenced by ${documentNameOf(candidate.id)}.`);
  }
}

/** An expression is evaluated when the pipeline runs; nothing can be said about it before. */
export const isExpression = (value: Node): boolean =>
  (typeof value === 'string' && value.startsWith('@')) || (isRecord(value) && text(value, 'type') === 'Expression');

const fits: { readonly [type: string]: (value: Value) => boolean } = {
  string: (value) => typeof value === 'string',
  securestring: (value) => typeof value === 'string' || isRecord(value),
  int: (value) => typeof value === 'number' && Number.isInteger(value),
  float: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: (value) => isRecord(value) || Array.isArray(value),
};

/** True where the value has the parameter's type, is an expression or is not known; a number written as text passes for a number. */
export function parameterFits(type: string, value: Node): boolean {
  if (value === undefined || value === unknown || value === null || isExpression(value)) return true;
  const test = fits[type.toLowerCase()];
  if (!test || test(value)) return true;
  return (
    typeof value === 'string' &&
    ((/^(int|float)$/i.test(type) && value.trim() !== '' && !Number.isNaN(Number(value))) || (/^bool$/i.test(type) && /^(true|false)$/i.test(value)))
  );
}

/** "[d.]hh:mm:ss" */
export const isTimeSpan = (value: string): boolean => /^((\d+)\.)?(\d\d):(60|([0-5][0-9])):(60|([0-5][0-9]))$/.test(value);
