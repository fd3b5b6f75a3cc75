// Resources out of what the Pulumi CLI writes: `stack export`, a checkpoint of a file backend, `preview --json`. Pure; prints no value of a file.
import { decodeProperties } from './decode';
import { currentType, nameOfUrn, projectOfUrn, stackOfUrn, type Resource } from './resource';

/** A file that is none of these, or is of a kind that is not known. The message tells what was found, never a value. */
export class InputError extends Error {}

/** Resources of one stack. */
export interface InputStack {
  /** Stack name, from the URNs. */
  readonly stack: string;
  readonly project: string;
  readonly resources: readonly Resource[];
  /** `state`: what is there; `preview`: what would be, with unknown values. */
  readonly kind: 'state' | 'preview';
  /** True where unchanged resources are missing. */
  readonly isPartial: boolean;
  /** Where resources were written down in a program, as the engine recorded it: "infra/lake.ts:12". By URN. */
  readonly sources: ReadonlyMap<string, string>;
}

const knownVersions: readonly unknown[] = [1, 2, 3, 4];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldOf = (value: unknown, name: string): unknown => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);

/** Parses the text of a file. Throws InputError, also for a file that ends too early. */
export function parseInput(text: string): InputStack {
  let data: unknown;
  try {
    data = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch (error) {
    throw new InputError(`is not JSON${placeOf(error, text)}`);
  }
  return readInput(data);
}

/** V8's own words quote the text around the mistake: only the place is kept. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  if (/end of JSON input|Unterminated/.test(message)) return `: it ends too early, after ${text.length} characters`;
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  return `, from line ${text.slice(0, Number(position)).split('\n').length} on`;
}

function readInput(data: unknown): InputStack {
  const steps = fieldOf(data, 'steps');
  if (Array.isArray(steps)) {
    mustHaveSucceeded(fieldOf(data, 'diagnostics'));
    return ofSteps(steps, fieldOf(data, 'changeSummary'));
  }
  const deployment = fieldOf(data, 'deployment') ?? fieldOf(fieldOf(data, 'checkpoint'), 'latest');
  const version = fieldOf(data, 'version');
  if (!isObject(deployment)) throw new InputError('is neither a stack export (with deployment) nor a preview (with steps)');
  if (!knownVersions.includes(version)) throw new InputError(`has version ${typeof version === 'number' ? version : 'none'}; versions 1 to 4 are known`);
  const resources = fieldOf(deployment, 'resources') ?? [];
  if (!Array.isArray(resources)) throw new InputError('has resources that are no list');
  const present = resources.filter((resource) => fieldOf(resource, 'delete') !== true);
  return stackOf(present, 'state', false);
}

/** A preview that broke knows a part of its resources: what it lacks could be anything. */
function mustHaveSucceeded(diagnostics: unknown): void {
  const messages: readonly unknown[] = Array.isArray(diagnostics) ? diagnostics : [];
  if (messages.some((message) => fieldOf(message, 'severity') === 'error')) throw new InputError('is a preview that failed: it holds a part of the resources');
}

function ofSteps(steps: readonly unknown[], summary: unknown): InputStack {
  // A replacement is shown in several steps, all with the same new state.
  const states = [...new Map(steps.flatMap(newStateOf)).values()];
  const same = fieldOf(summary, 'same');
  const shown = steps.filter((step) => fieldOf(step, 'op') === 'same').length;
  // The root stack is always shown; the summary counts it too.
  return stackOf(states, 'preview', typeof same === 'number' && same > shown);
}

/** Steps that take a resource away, or come before the one that says what becomes of it. */
const stateless: readonly unknown[] = ['delete', 'delete-replaced', 'discard', 'discard-replaced', 'read-discard', 'remove-pending-replace', 'refresh'];

/** By URN. Any other step that says nothing of what would be there hides a resource. */
function newStateOf(step: unknown, index: number): readonly [unknown, unknown][] {
  if (stateless.includes(fieldOf(step, 'op'))) return [];
  const state = fieldOf(step, 'newState');
  if (!isObject(state)) throw new InputError(`has a step without a new state: number ${index + 1}`);
  return [[fieldOf(state, 'urn'), state]];
}

function stackOf(states: readonly unknown[], kind: InputStack['kind'], isPartial: boolean): InputStack {
  const resources = states.map(resourceOf);
  const sources = new Map(states.flatMap((state): [string, string][] => sourceOf(state)));
  const [first] = resources;
  return { stack: stackOfUrn(first?.urn ?? ''), project: projectOfUrn(first?.urn ?? ''), resources, kind, isPartial, sources };
}

function resourceOf(state: unknown, index: number): Resource {
  const urn = fieldOf(state, 'urn');
  const type = fieldOf(state, 'type');
  if (typeof urn !== 'string' || !/^urn:pulumi:[^:]+::[^:]+::.+::.+$/s.test(urn)) throw new InputError(`has a resource without a URN: number ${index + 1}`);
  const parent = fieldOf(state, 'parent');
  const token = typeof type === 'string' ? type : (urn.split('::')[2]?.split('$').at(-1) ?? '');
  try {
    return {
      urn,
      type: currentType(token),
      token,
      name: nameOfUrn(urn),
      inputs: decodeProperties(fieldOf(state, 'inputs')),
      isProtected: fieldOf(state, 'protect') === true,
      ...(typeof parent === 'string' && parent !== '' ? { parent } : {}),
      propertyDependencies: dependenciesOf(fieldOf(state, 'propertyDependencies')),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(`has a resource that cannot be read, ${urn}: ${error.message}`);
    throw error;
  }
}

function dependenciesOf(value: unknown): Resource['propertyDependencies'] {
  const dependencies = Object.create(null) as Record<string, readonly string[]>;
  for (const [property, urns] of isObject(value) ? Object.entries(value) : []) {
    const known = Array.isArray(urns) ? urns.filter((urn): urn is string => typeof urn === 'string') : [];
    if (known.length > 0) dependencies[property] = known;
  }
  return dependencies;
}

/** "project:///infra/lake.ts#12,3"; a place inside an SDK says nothing to its users. */
function sourceOf(state: unknown): [string, string][] {
  const urn = fieldOf(state, 'urn');
  const position = fieldOf(state, 'sourcePosition');
  const [, file, line] = typeof position === 'string' ? (/^project:\/\/\/([^#]+)#(\d+)/.exec(position) ?? []) : [];
  return typeof urn !== 'string' || file === undefined || line === undefined || file.includes('node_modules') ? [] : [[urn, `${file}:${line}`]];
}
