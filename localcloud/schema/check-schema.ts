// Holds inputs against a kind's schema: unknown and missing properties, wrong types, values outside an enum. Skips what is not known yet.
import { unknown, type CheckContext, type Properties, type Value } from '../kind';
import { asText, formatPath, isObject, nearest } from '../values';
import type { ObjectType, Schema, Type } from './schema';

type Parts = readonly (string | number)[];
type Refuse = (parts: Parts, code: string, message: string) => void;

export function checkAgainstSchema(schema: Schema, ctx: CheckContext): void {
  checkObject(schema, schema.input, ctx.inputs, [], (parts, code, message) => ctx.refuse(formatPath(parts), code, message));
}

function checkObject(schema: Schema, type: ObjectType, value: Properties, parts: Parts, refuse: Refuse): void {
  for (const name of type.r ?? []) {
    if (value[name] === undefined || value[name] === null)
      refuse([...parts, name], 'MissingRequiredProperty', `Missing required property '${formatPath([...parts, name])}'.`);
  }
  for (const [name, item] of Object.entries(value)) {
    // Marks of the provider itself and values that the engine drops.
    if (name.startsWith('__') || item === null || item === undefined) continue;
    const expected = Object.hasOwn(type.p, name) ? type.p[name] : undefined;
    if (expected === undefined) refuseUnknown(type, [...parts, name], name, refuse);
    else checkValue(schema, expected, item, [...parts, name], refuse);
  }
}

function refuseUnknown(type: ObjectType, parts: Parts, name: string, refuse: Refuse): void {
  const near = nearest(name, Object.keys(type.p));
  refuse(parts, 'UnknownProperty', `Unknown property '${formatPath(parts)}'${near === undefined ? '' : `; did you mean '${near}'?`}`);
}

function checkValue(schema: Schema, type: Type, value: Value, parts: Parts, refuse: Refuse): void {
  if (value === unknown || type === 'x') return;
  if (typeof type === 'string') {
    const nested = type.startsWith('#') ? schema.types[type.slice(1)] : undefined;
    if (nested === undefined) checkScalar(type, value, parts, refuse);
    else if (isObject(value)) checkObject(schema, nested, value, parts, refuse);
    else refuseType('an object', value, parts, refuse);
  } else if ('e' in type) checkEnum(type.e, value, parts, refuse);
  else if ('a' in type) {
    if (!Array.isArray(value)) refuseType('a list', value, parts, refuse);
    else for (const [index, item] of value.entries()) checkValue(schema, type.a, item, [...parts, index], refuse);
  } else if ('m' in type) {
    if (!isObject(value)) refuseType('a map', value, parts, refuse);
    else for (const [key, item] of Object.entries(value)) if (item !== null) checkValue(schema, type.m, item, [...parts, key], refuse);
  } else checkUnion(schema, type.u, value, parts, refuse);
}

const scalarNames: Readonly<Record<string, string>> = { s: 'a string', n: 'a number', b: 'a boolean' };
const scalarTypes: Readonly<Record<string, string>> = { s: 'string', n: 'number', b: 'boolean' };

function checkScalar(type: string, value: Value, parts: Parts, refuse: Refuse): void {
  const expected = scalarTypes[type];
  if (expected !== undefined && typeof value !== expected) refuseType(scalarNames[type] ?? expected, value, parts, refuse);
}

function refuseType(expected: string, value: Value, parts: Parts, refuse: Refuse): void {
  const given = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  refuse(parts, 'InvalidPropertyType', `The property '${formatPath(parts)}' must be ${expected}, not ${given === 'a object' ? 'an object' : given}.`);
}

function checkEnum(values: readonly (string | number)[], value: Value, parts: Parts, refuse: Refuse): void {
  if (values.some((allowed) => allowed === value)) return;
  const near = typeof value === 'string' ? nearest(value, values.map(String)) : undefined;
  const hint = near === undefined ? '' : `; did you mean '${near}'?`;
  refuse(parts, 'InvalidEnumValue', `The value '${asText(value)}' of '${formatPath(parts)}' is not one of: ${values.join(', ')}${hint}`);
}

/** An object is held against the member whose discriminator it carries; anything else against whichever member fits. */
function checkUnion(schema: Schema, members: readonly Type[], value: Value, parts: Parts, refuse: Refuse): void {
  const objects = members.flatMap((member) => (typeof member === 'string' ? (schema.types[member.slice(1)] ?? []) : []));
  const discriminator = isObject(value) ? discriminatorOf(objects) : undefined;
  if (isObject(value) && discriminator !== undefined) {
    checkDiscriminated(schema, objects, discriminator, value, parts, refuse);
    return;
  }
  const attempts = members.map((member) => {
    const failures: Parameters<Refuse>[] = [];
    checkValue(schema, member, value, parts, (...failure) => failures.push(failure));
    return failures;
  });
  if (attempts.some((failures) => failures.length === 0)) return;
  const closest = attempts.reduce((best, failures) => (failures.length < best.length ? failures : best));
  for (const failure of closest) refuse(...failure);
}

function checkDiscriminated(schema: Schema, objects: readonly ObjectType[], discriminator: string, value: Properties, parts: Parts, refuse: Refuse): void {
  const given = value[discriminator];
  if (given === unknown) return;
  const literals = objects.map((object) => literalOf(object.p[discriminator]));
  const member = objects[literals.indexOf(asText(given))];
  if (member !== undefined) checkObject(schema, member, value, parts, refuse);
  else if (given === undefined)
    refuse([...parts, discriminator], 'MissingRequiredProperty', `Missing required property '${formatPath([...parts, discriminator])}'.`);
  else
    checkEnum(
      literals.filter((literal): literal is string => literal !== undefined),
      given,
      [...parts, discriminator],
      refuse,
    );
}

/** The property that every member has with one literal value of its own. */
function discriminatorOf(objects: readonly ObjectType[]): string | undefined {
  const [first, ...others] = objects;
  if (first === undefined || others.length === 0) return undefined;
  return Object.keys(first.p).find((name) => objects.every((object) => literalOf(object.p[name]) !== undefined));
}

const literalOf = (type: Type | undefined): string | undefined => {
  const values = typeof type === 'object' && 'e' in type ? type.e : undefined;
  return values?.length === 1 ? String(values[0]) : undefined;
};

/** Inputs with the SDK's defaults filled in, inside given objects too. */
export function withSchemaDefaults(schema: Schema, inputs: Properties): Properties {
  return fillObject(schema, schema.input, inputs);
}

function fillObject(schema: Schema, type: ObjectType, value: Properties): Properties {
  const filled: Properties = { ...value };
  for (const [name, literal] of Object.entries(type.d ?? {})) filled[name] ??= literal;
  for (const [name, item] of Object.entries(value)) {
    const expected = Object.hasOwn(type.p, name) ? type.p[name] : undefined;
    if (expected !== undefined) filled[name] = fillValue(schema, expected, item);
  }
  return filled;
}

function fillValue(schema: Schema, type: Type, value: Value): Value {
  if (typeof type === 'string') {
    const nested = schema.types[type.slice(1)];
    return nested !== undefined && isObject(value) ? fillObject(schema, nested, value) : value;
  }
  if ('a' in type && Array.isArray(value)) return value.map((item) => fillValue(schema, type.a, item));
  return value;
}
