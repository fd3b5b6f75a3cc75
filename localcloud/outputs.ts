// Computes what a write stores and what a preview can already tell. Pure but for the world that a kind's rule may read.
import { createHash } from 'node:crypto';
import { nameOf, typeOf } from './arm/ids';
import { namePropertyOf, asUuid } from './arm/names';
import { normalizeRegion } from './arm/regions';
import { unknown, type Kind, type OutputContext, type Properties, type StoredResource, type Value } from './kind';
import { schemaOf, type Schema, type Type } from './schema/schema';
import { changeAt, isObject, mergeDeep, parsePath } from './values';
import type { World } from './world';

interface Write {
  readonly kind: Kind;
  readonly id: string;
  readonly inputs: Properties;
  readonly before: StoredResource | undefined;
  readonly world: World;
  readonly now: string;
}

/** The resource as it is stored after a write: the cloud's own values over the inputs. */
export function storedAfter(write: Write): StoredResource {
  const { kind, id, inputs } = write;
  const generic = kind.path === undefined ? {} : armOutputs(kind, id, inputs);
  const computed = kind.outputs?.({ ...write, ...generators(id) }) ?? {};
  const outputs = mergeDeep({ ...inputs, ...generic }, computed);
  return { id, token: kind.token, inputs, outputs: onlyDeclared(schemaOf(kind.token), outputs) };
}

/** Id of a kind that has no path: the service makes it. `serial` differs at every call. */
export function generatedId(kind: Kind, inputs: Properties, world: World, now: string, serial: number): string {
  return kind.id?.({ inputs, world, now, ...generators(`${kind.token}#${serial}`) }) ?? String(serial);
}

function generators(id: string): Pick<OutputContext, 'guid' | 'digits' | 'hex'> {
  const digest = (label: string): string => createHash('sha256').update(`${id.toLowerCase()}\n${label}`).digest('hex');
  return {
    guid: (label) => asUuid(digest(label)),
    hex: (label, length) => digest(label).padEnd(length, '0').slice(0, length),
    // No leading zero: these stand for numbers that the service prints.
    digits: (label, length) => {
      const text = BigInt(`0x${digest(label)}`)
        .toString()
        .slice(0, length);
      return text;
    },
  };
}

function armOutputs(kind: Kind, id: string, inputs: Properties): Properties {
  const { location } = inputs;
  return {
    id,
    name: nameOf(id),
    type: kind.type === '' ? typeOf(id) : kind.type,
    azureApiVersion: kind.apiVersion,
    provisioningState: 'Succeeded',
    ...(typeof location === 'string' ? { location: normalizeRegion(location) } : {}),
  };
}

/** Path parameters and other input-only properties are no outputs of azure-native. */
function onlyDeclared(schema: Schema | undefined, outputs: Properties): Properties {
  if (schema === undefined) return outputs;
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => key === 'id' || Object.hasOwn(schema.output.p, key)));
}

/** Outputs of a create or update that has not happened: inputs where the cloud echoes them, unknown where it computes. */
export function previewOutputs(kind: Kind, inputs: Properties, before: StoredResource | undefined): Properties {
  const schema = schemaOf(kind.token);
  const base: Properties = before === undefined ? { ...inputs } : mergeDeep(before.outputs, inputs);
  const name = namePropertyOf(kind);
  const named: Properties =
    before === undefined && kind.path !== undefined && name !== undefined && kind.path.endsWith(`{${name}}`) ? { name: inputs[name] ?? unknown } : {};
  const known: Properties = {
    ...base,
    ...named,
    ...(before === undefined && kind.path !== undefined ? { type: kind.type, azureApiVersion: kind.apiVersion } : {}),
  };
  if (typeof inputs['location'] === 'string') known['location'] = normalizeRegion(inputs['location']);
  const outputs = schema === undefined || before !== undefined ? known : withUnknowns(schema, schema.output.p, known);
  const renewed = before === undefined ? [] : (kind.renewed ?? []);
  const result = renewed.reduce<Value>((value, path) => changeAt(value, parsePath(path), () => unknown) ?? value, onlyDeclared(schema, outputs));
  return isObject(result) ? result : {};
}

/** Adds an unknown for each declared output that the inputs do not give, inside given objects too. */
function withUnknowns(schema: Schema, declared: Readonly<Record<string, Type>>, given: Properties): Properties {
  const outputs: Properties = { ...given };
  for (const [key, type] of Object.entries(declared)) {
    const value = outputs[key];
    const nested = typeof type === 'string' && type.startsWith('#') ? schema.types[type.slice(1)] : undefined;
    if (value === undefined) outputs[key] = unknown;
    else if (nested !== undefined && isObject(value)) outputs[key] = withUnknowns(schema, nested.p, value);
  }
  return outputs;
}
