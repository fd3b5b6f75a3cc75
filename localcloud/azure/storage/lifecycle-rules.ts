// Lifecycle rules, seen alone: names, filters, and which conditions an action takes.
import type { CheckContext, Properties } from '../../kind';
import { at, isGiven, isMissing, isRecord, isTrue, list, number, record, text } from '../shared/values';

export const tierings = ['tierToCool', 'tierToCold', 'tierToArchive', 'tierToHot'] as const;
const parts = ['baseBlob', 'snapshot', 'version'] as const;
const sinceBase = ['daysAfterModificationGreaterThan', 'daysAfterLastAccessTimeGreaterThan', 'daysAfterCreationGreaterThan'] as const;
const code = 'InvalidRequestPropertyValue';

export const rulesOf = (inputs: Properties): readonly Properties[] => list(inputs, 'policy.rules').filter(isRecord);

export function checkRules(ctx: CheckContext): void {
  const given = at(ctx.inputs, 'policy.rules');
  if (Array.isArray(given) && given.length === 0) ctx.refuse('policy.rules', code, 'A management policy needs at least one rule.');
  if (Array.isArray(given) && given.length > 100) ctx.refuse('policy.rules', code, 'A management policy has at most 100 rules.');
  const seen = new Set<string>();
  rulesOf(ctx.inputs).forEach((rule, index) => {
    const path = `policy.rules[${index}]`;
    const name = text(rule, 'name');
    if (name !== undefined && !/^[A-Za-z0-9-]{1,256}$/.test(name))
      ctx.refuse(`${path}.name`, code, `The rule name '${name}' may have 1 to 256 alphanumeric characters and hyphens.`);
    if (name !== undefined && seen.has(name)) ctx.refuse(`${path}.name`, code, `The rule name '${name}' must be unique within the policy.`);
    if (name !== undefined) seen.add(name);
    checkFilters(ctx, rule, `${path}.definition.filters`);
    checkActions(
      ctx,
      record(rule, 'definition.actions'),
      isMissing(rule, 'definition.actions') || isRecord(at(rule, 'definition.actions')),
      `${path}.definition.actions`,
    );
    checkAppend(ctx, rule, `${path}.definition`);
  });
}

function checkFilters(ctx: CheckContext, rule: Properties, path: string): void {
  const filters = record(rule, 'definition.filters');
  const types = list(filters, 'blobTypes');
  if (Array.isArray(filters['blobTypes']) && types.length === 0) ctx.refuse(`${path}.blobTypes`, code, 'At least one blob type is required.');
  for (const type of types) {
    if (typeof type === 'string' && type !== 'blockBlob' && type !== 'appendBlob')
      ctx.refuse(`${path}.blobTypes`, code, `The blob type '${type}' is not blockBlob or appendBlob.`);
  }
  if (list(filters, 'prefixMatch').length > 10) ctx.refuse(`${path}.prefixMatch`, code, 'A rule has at most 10 prefixes.');
  for (const prefix of list(filters, 'prefixMatch')) {
    if (typeof prefix === 'string' && !/^(\$root|\$web|\$logs|[a-z0-9][a-z0-9-]*)?(\/|$)/.test(prefix)) {
      ctx.refuse(`${path}.prefixMatch`, code, `The prefix '${prefix}' must start with the name of a container.`);
    }
  }
  const tags = list(filters, 'blobIndexMatch').filter(isRecord);
  if (tags.length > 10) ctx.refuse(`${path}.blobIndexMatch`, code, 'A rule has at most 10 tag filters.');
  for (const tag of tags) {
    const [name, op, value] = [text(tag, 'name'), text(tag, 'op'), text(tag, 'value')];
    if (op !== undefined && op !== '==') ctx.refuse(`${path}.blobIndexMatch`, code, `The operator '${op}' is not supported; only == is.`);
    if (name !== undefined && (name.length < 1 || name.length > 128)) ctx.refuse(`${path}.blobIndexMatch`, code, 'A tag name has 1 to 128 characters.');
    if (value !== undefined && value.length > 256) ctx.refuse(`${path}.blobIndexMatch`, code, 'A tag value has at most 256 characters.');
  }
}

function checkActions(ctx: CheckContext, actions: Properties, isKnown: boolean, path: string): void {
  const used = parts.filter((part) => isGiven(actions, part));
  const isEmpty = used.every((part) => isRecord(actions[part]) && Object.keys(record(actions, part)).length === 0);
  if (isKnown && isEmpty) ctx.refuse(path, code, 'A rule needs at least one action on a base blob, a snapshot or a version.');
  for (const part of used) {
    for (const [action, condition] of Object.entries(record(actions, part))) {
      if (action !== 'enableAutoTierToHotFromCool' && isRecord(condition)) checkCondition(ctx, part, action, condition, `${path}.${part}.${action}`);
    }
  }
  if (isTrue(actions, 'baseBlob.enableAutoTierToHotFromCool') && isMissing(actions, 'baseBlob.tierToCool.daysAfterLastAccessTimeGreaterThan')) {
    ctx.refuse(`${path}.baseBlob.enableAutoTierToHotFromCool`, code, 'enableAutoTierToHotFromCool requires tierToCool.daysAfterLastAccessTimeGreaterThan.');
  }
}

function checkCondition(ctx: CheckContext, part: string, action: string, condition: Properties, path: string): void {
  for (const key of Object.keys(condition)) {
    const days = number(condition, key);
    if (days !== undefined && (days < 0 || days > 99999 || !Number.isInteger(days)))
      ctx.refuse(`${path}.${key}`, code, `${key} must be a whole number between 0 and 99999.`);
  }
  const given = sinceBase.filter((key) => isGiven(condition, key));
  if (part === 'baseBlob' && given.length === 0) ctx.refuse(path, code, `The action needs one of ${sinceBase.join(', ')}.`);
  if (given.length > 1) ctx.refuse(path, code, `${given.join(' and ')} are mutually exclusive.`);
  if (isMissing(condition, 'daysAfterLastTierChangeGreaterThan')) return;
  const needed = part === 'baseBlob' ? 'daysAfterModificationGreaterThan' : 'daysAfterCreationGreaterThan';
  if (action !== 'tierToArchive') ctx.refuse(path, code, 'daysAfterLastTierChangeGreaterThan is only applicable for tierToArchive.');
  else if (isMissing(condition, needed)) ctx.refuse(path, code, `daysAfterLastTierChangeGreaterThan requires ${needed} to be set.`);
}

/** Append blobs can be deleted by a rule, not tiered. */
function checkAppend(ctx: CheckContext, rule: Properties, path: string): void {
  if (!list(rule, 'definition.filters.blobTypes').includes('appendBlob')) return;
  for (const part of parts) {
    const tiering = tierings.find((action) => isGiven(rule, `definition.actions.${part}.${action}`));
    if (tiering !== undefined) ctx.refuse(`${path}.actions.${part}.${tiering}`, code, 'Only delete actions are supported for appendBlob.');
  }
}
