// Breaks recorded resources one hardening at a time. A mutation that changes nothing is a mistake of its author, and throws.
import type { Resource } from '../../../policy/resource';
import { Secret, hasSecretAt, isList, isProperties, type Properties, type Value } from '../../../policy/value';
import type { ProgramName } from './programs';

/** What a program registered, with something broken. Names are logical names. */
export type Mutation = (resources: readonly Resource[]) => readonly Resource[];

export interface Row {
  /** What is broken, in words. */
  readonly name: string;
  /** prod, but for what is judged elsewhere alone. */
  readonly env: 'prod' | 'staging';
  readonly program: ProgramName;
  readonly mutation: Mutation;
  /** The policies that fail then, and no others. */
  readonly fails: readonly string[];
}

const row =
  (program: ProgramName, env: Row['env'] = 'prod') =>
  (name: string, mutation: Mutation, ...fails: readonly string[]): Row => ({ name, env, program, mutation, fails });
export const inPlatform = row('platform');
export const inLakehouse = row('lakehouse');
export const inStaging = row('platform', 'staging');

function changed(name: string, change: (resource: Resource) => Resource): Mutation {
  return (resources) => {
    if (!resources.some((resource) => resource.name === name)) throw new Error(`nothing is named ${name}`);
    return resources.map((resource) => (resource.name === name ? change(resource) : resource));
  };
}

/** Sets an input; lists are walked by index. */
export const set = (name: string, path: string, value: Value): Mutation =>
  changed(name, (resource) => ({ ...resource, inputs: withValue(resource.inputs, path.split('.'), value, path) }));

/** Takes an input out. */
export const unset = (name: string, path: string): Mutation =>
  changed(name, (resource) => ({ ...resource, inputs: withValue(resource.inputs, path.split('.'), undefined, path) }));

/** Gives a resource another name in Azure, in its own input and in every id and reference. */
export const renamed =
  (name: string, input: string, to: string): Mutation =>
  (resources) => {
    const from = resources.find((resource) => resource.name === name)?.inputs[input];
    if (typeof from !== 'string') throw new Error(`${name} has no ${input}`);
    return resources.map((resource) => ({ ...resource, inputs: withText(resource.inputs, from, to) }));
  };

/** Takes the mark of a secret away, wherever it stands in the input. */
export const revealed = (name: string, input: string): Mutation =>
  changed(name, (resource) => {
    const before = resource.inputs[input] ?? null;
    if (!hasSecretAt(before, '')) throw new Error(`${input} of ${name} holds no secret`);
    return { ...resource, inputs: { ...resource.inputs, [input]: inTheOpen(before) } };
  });

/** Leaves resources out. */
export const without =
  (...names: readonly string[]): Mutation =>
  (resources) => {
    const missing = names.filter((name) => !resources.some((resource) => resource.name === name));
    if (missing.length > 0) throw new Error(`nothing is named ${missing.join(', ')}`);
    return resources.filter(({ name }) => !names.includes(name));
  };

/** Takes the option `protect` away. */
export const unprotected = (name: string): Mutation =>
  changed(name, (resource) => {
    if (!resource.isProtected) throw new Error(`${name} is not protected`);
    return { ...resource, isProtected: false };
  });

/** Names an API version: "azure-native:keyvault/v20230701:Vault". */
export const withToken = (name: string, token: string): Mutation => changed(name, (resource) => ({ ...resource, token }));

/** Adds a resource of the same stack. */
export const added =
  (type: string, name: string, inputs: Properties): Mutation =>
  (resources) => [
    ...resources,
    { urn: `urn:pulumi:prod-eastus::hiscox-etl::${type}::${name}`, type, name, inputs, isProtected: false, propertyDependencies: {} },
  ];

/** One after the other. */
export const all =
  (...mutations: readonly Mutation[]): Mutation =>
  (resources) =>
    mutations.reduce((broken, mutation) => mutation(broken), resources);

function inTheOpen(value: Value): Value {
  if (value instanceof Secret) return inTheOpen(value.value);
  if (isList(value)) return value.map(inTheOpen);
  return isProperties(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inTheOpen(inner)])) : value;
}

const withText = (inputs: Properties, from: string, to: string): Properties =>
  Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, replaced(value, from, to)]));

function replaced(value: Value, from: string, to: string): Value {
  if (typeof value === 'string') return value.replaceAll(from, to);
  if (isList(value)) return value.map((item) => replaced(item, from, to));
  return isProperties(value) ? withText(value, from, to) : value;
}

/** Undefined takes the property out. */
function withValue(inputs: Properties, [key = '', ...rest]: readonly string[], value: Value | undefined, path: string): Properties {
  const { [key]: before, ...others } = inputs;
  if (rest.length === 0) {
    if (JSON.stringify(before) === JSON.stringify(value)) throw new Error(`${path} is so already`);
    return value === undefined ? others : { ...inputs, [key]: value };
  }
  if (isList(before)) return { ...inputs, [key]: withItem(before, rest, value, path) };
  return { ...inputs, [key]: withValue(isProperties(before) ? before : {}, rest, value, path) };
}

function withItem(list: readonly Value[], [key = '', ...rest]: readonly string[], value: Value | undefined, path: string): readonly Value[] {
  const index = Number(key);
  const item = list[index];
  if (rest.length === 0) return value === undefined ? list.toSpliced(index, 1) : list.toSpliced(index, 1, value);
  if (!isProperties(item)) throw new Error(`${path}: there is nothing at ${key}`);
  return list.toSpliced(index, 1, withValue(item, rest, value, path));
}
