// Cluster policies' definition language: what a definition may say, and which clusters it refuses.
import { asText } from '../values';
import type { AdmitContext, CheckContext, Properties, Value } from '../kind';
import { at, isRecord, text } from '../azure/shared/values';
import { invalid } from './objects';

const types = ['fixed', 'forbidden', 'allowlist', 'blocklist', 'regex', 'range', 'unlimited'];

export function parseDefinition(json: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function checkDefinition(ctx: CheckContext, path: string, json: string): void {
  const definition = parseDefinition(json);
  if (!definition) return invalid(ctx, path, `The policy ${path} is not a valid JSON document.`);
  for (const [attribute, rule] of Object.entries(definition)) {
    const refuse = (message: string): void => invalid(ctx, path, `Validation failed for the policy element '${attribute}': ${message}`);
    const body = rule as Value;
    const type = text(body, 'type');
    if (!isRecord(body) || type === undefined) refuse('it has no type.');
    else if (!types.includes(type)) refuse(`the type '${type}' is not one of ${types.join(', ')}.`);
    else if (type === 'fixed' && at(body, 'value') === undefined) refuse("a 'fixed' rule needs value.");
    else if ((type === 'allowlist' || type === 'blocklist') && !Array.isArray(body['values'])) refuse(`a rule of type '${type}' needs values.`);
    else if (type === 'regex' && (text(body, 'pattern') === undefined || !isPattern(text(body, 'pattern') ?? '')))
      refuse("a 'regex' rule needs a valid pattern.");
    else if (type === 'range' && at(body, 'minValue') === undefined && at(body, 'maxValue') === undefined) refuse("a 'range' rule needs minValue or maxValue.");
    else if (type === 'range' && Number(body['minValue'] ?? -Infinity) > Number(body['maxValue'] ?? Infinity)) refuse('minValue is above maxValue.');
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Refuses a cluster that breaks its policy; rules about attributes that the cluster leaves out are met by the policy's own value or default. */
export function refusePolicy(ctx: AdmitContext, json: string, spec: Properties, clusterType: 'all-purpose' | 'job'): void {
  for (const [attribute, raw] of Object.entries(parseDefinition(json) ?? {})) {
    const rule = raw as Value;
    const actual = attribute === 'cluster_type' ? clusterType : valueOf(spec, attribute);
    const fault = faultOf(rule, actual);
    if (fault !== undefined) ctx.refuse(400, 'INVALID_PARAMETER_VALUE', `Validation failed for ${attribute}, ${fault}`);
  }
}

function faultOf(rule: Value, actual: Value | undefined): string | undefined {
  const shown = String(typeof actual === 'object' ? JSON.stringify(actual) : actual);
  switch (text(rule, 'type')) {
    case 'fixed':
      return actual === undefined || asText(at(rule, 'value')) === shown ? undefined : `the value must be ${asText(at(rule, 'value'))} (is "${shown}")`;
    case 'forbidden':
      return actual === undefined ? undefined : `the value must not be present (is "${shown}")`;
    case 'allowlist':
      return actual === undefined || valuesOf(rule).includes(shown) ? undefined : `the value must be one of [${valuesOf(rule).join(', ')}] (is "${shown}")`;
    case 'blocklist':
      return actual === undefined || !valuesOf(rule).includes(shown)
        ? undefined
        : `the value must not be one of [${valuesOf(rule).join(', ')}] (is "${shown}")`;
    case 'regex':
      return actual === undefined || new RegExp(`^(?:${text(rule, 'pattern')})$`).test(shown)
        ? undefined
        : `the value must match ${text(rule, 'pattern')} (is "${shown}")`;
    case 'range': {
      if (typeof actual !== 'number') return undefined;
      const [min, max] = [Number(at(rule, 'minValue') ?? -Infinity), Number(at(rule, 'maxValue') ?? Infinity)];
      return actual < min || actual > max ? `the value must be between ${min} and ${max} (is "${shown}")` : undefined;
    }
    default:
      return undefined;
  }
}

const valuesOf = (rule: Value): string[] => {
  const values = isRecord(rule) ? rule['values'] : undefined;
  return Array.isArray(values) ? values.map(String) : [];
};

/** "autoscale.min_workers" of the API is autoscale.minWorkers of the inputs; keys of maps stay as they are. */
function valueOf(spec: Properties, attribute: string): Value | undefined {
  const [head = '', ...rest] = attribute.split('.');
  const key = camel(head);
  if (['spark_conf', 'custom_tags', 'spark_env_vars'].includes(head)) {
    const map = spec[key];
    return isRecord(map) ? map[rest.join('.')] : undefined;
  }
  return at(spec, [key, ...rest.map(camel)].join('.'));
}

const camel = (snake: string): string => snake.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
