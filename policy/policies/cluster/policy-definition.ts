// Reads the definition of a cluster policy: JSON text, one rule an attribute of clusters. Judges nothing.
import { numberOf, textOf } from '../../compare';
import type { Subject } from '../../subject';
import { isProperties, type Properties, type Value } from '../../value';

export const clusterPolicyType = 'databricks:index/clusterPolicy:ClusterPolicy';

export interface Definition {
  /** By attribute: "autoscale.max_workers". */
  readonly rules: Properties;
  /** Why there are no rules to speak of: "is no JSON". */
  readonly problem?: string;
}

/** The rules of a policy. Those that a policy family brings are not in it: see `hasFamily`. */
export function definitionOf(policy: Subject): Definition {
  const text = textOf(policy.read('definition'));
  if (text === undefined) return { rules: {}, problem: 'is not set' };
  try {
    const parsed: Value = JSON.parse(text);
    if (!isProperties(parsed)) return { rules: {}, problem: 'is no JSON object' };
    return Object.keys(parsed).length === 0 ? { rules: {}, problem: 'has no rules' } : { rules: parsed };
  } catch {
    return { rules: {}, problem: 'is no JSON' };
  }
}

/** True where Databricks' own rules stand behind it. */
export const hasFamily = (policy: Subject): boolean => textOf(policy.read('policyFamilyId')) !== undefined;

const ruleOf = ({ rules }: Definition, attribute: string): Properties => {
  const rule = Object.hasOwn(rules, attribute) ? rules[attribute] : undefined;
  return isProperties(rule) ? rule : {};
};

/** Every value that a rule lets through; undefined where it lists none. */
export function allowedValues(definition: Definition, attribute: string): readonly Value[] | undefined {
  const { type, value, values } = ruleOf(definition, attribute);
  if (type === 'fixed' && value !== undefined) return [value];
  return type === 'allowlist' && Array.isArray(values) ? values : undefined;
}

/** The highest number that a rule lets through; undefined where there is no bound. A rule that may be left out bounds nothing. */
export function highestAllowed(definition: Definition, attribute: string): number | undefined {
  const { type, maxValue, isOptional } = ruleOf(definition, attribute);
  if (isOptional === true) return undefined;
  if (type === 'range') return numberIn(maxValue);
  const numbers = allowedValues(definition, attribute)?.map(numberIn);
  if (numbers === undefined || numbers.length === 0) return undefined;
  const known = numbers.filter((number) => number !== undefined);
  return known.length === numbers.length ? Math.max(...known) : undefined;
}

const numberIn = (value: Value | undefined): number | undefined => (typeof value === 'number' || typeof value === 'string' ? numberOf(value) : undefined);
