// Rules of one security rule, the same for a standalone one and one written inline on its group.
import type { AdmitContext, CheckContext, Properties } from '../../kind';
import type { World } from '../../world';
import { isGiven, isMissing, isRecord, list, number, same, text } from '../shared/values';
import { isAddressRange, isPortRange, isServiceTag } from './service-tags';

export const ruleToken = 'azure-native:network:SecurityRule';
export const groupToken = 'azure-native:network:NetworkSecurityGroup';

/** `path` is "" for a standalone rule, "securityRules[0]." for an inline one. */
export function checkRule(ctx: CheckContext, rule: Properties, path: string): void {
  const priority = rule['priority'];
  if (isMissing(rule, 'priority')) ctx.refuse(`${path}priority`, 'SecurityRuleInvalidPriority', 'Security rule has no priority. Allowed range 100-4096.');
  if (typeof priority === 'number' && !(Number.isInteger(priority) && priority >= 100 && priority <= 4096)) {
    ctx.refuse(`${path}priority`, 'SecurityRuleInvalidPriority', `Security rule has invalid Priority. Value provided: ${priority} Allowed range 100-4096.`);
  }
  const description = text(rule, 'description');
  if (description !== undefined && description.length > 140) {
    ctx.refuse(
      `${path}description`,
      'SecurityRuleInvalidDescription',
      `Security rule has an invalid Description: ${description.length} characters; at most 140 are allowed.`,
    );
  }
  checkEnum(ctx, rule, path, 'access', ['Allow', 'Deny']);
  checkEnum(ctx, rule, path, 'direction', ['Inbound', 'Outbound']);
  checkEnum(ctx, rule, path, 'protocol', ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*']);
  for (const side of ['source', 'destination'] as const) {
    checkAddresses(ctx, rule, path, side);
    checkPorts(ctx, rule, path, side);
  }
  checkFamilies(ctx, rule, path);
}

function checkEnum(ctx: CheckContext, rule: Properties, path: string, key: string, allowed: readonly string[]): void {
  const value = text(rule, key);
  const code = `SecurityRuleInvalid${key[0]?.toUpperCase()}${key.slice(1)}`;
  if (isMissing(rule, key)) ctx.refuse(path + key, code, `Security rule has no ${key}.`);
  if (value !== undefined && !allowed.some((one) => same(one, value)))
    ctx.refuse(path + key, code, `Security rule has invalid ${key}. Value provided: ${value} Allowed values: ${allowed.join()}.`);
}

function checkAddresses(ctx: CheckContext, rule: Properties, path: string, side: 'source' | 'destination'): void {
  const [single, several, groups] = [`${side}AddressPrefix`, `${side}AddressPrefixes`, `${side}ApplicationSecurityGroups`];
  const refuse = (key: string, code: string, message: string): void => ctx.refuse(path + key, code, message);
  const isListed = (key: string): boolean => isGiven(rule, key) && !(Array.isArray(rule[key]) && list(rule, key).length === 0);
  const given = [isGiven(rule, single) && rule[single] !== '', isListed(several), isListed(groups)].filter(Boolean).length;
  if (given === 0) {
    refuse(single, 'SecurityRuleParameterIsMissing', `Security rule must specify one of ${single}, ${several} or ${groups}.`);
  } else if (given > 1) {
    refuse(single, 'SecurityRuleCannotHaveMultipleAddressSpecifications', `Security rule must specify only one of ${single}, ${several} and ${groups}.`);
  }
  const prefix = text(rule, single);
  if (prefix !== undefined && prefix !== '' && prefix !== '*' && !isServiceTag(prefix) && !isAddressRange(prefix)) {
    refuse(single, 'SecurityRuleInvalidAddressPrefix', `Security rule has invalid Address prefix. Value provided: ${prefix}.`);
  }
  list(rule, several).forEach((entry, index) => {
    if (typeof entry !== 'string' || isAddressRange(entry)) return;
    const isTag = entry === '*' || isServiceTag(entry);
    refuse(
      `${several}[${index}]`,
      isTag ? 'SecurityRuleParameterContainsUnsupportedValue' : 'SecurityRuleInvalidAddressPrefix',
      isTag
        ? `Security rule parameter ${several} cannot specify existing VIRTUALNETWORK, INTERNET, AZURELOADBALANCER, '*' or system tags. Unsupported value used: ${entry}.`
        : `Security rule has invalid Address prefix. Value provided: ${entry}. A list takes addresses and CIDR ranges only.`,
    );
  });
}

/** Tags and '*' stand for both versions of IP; addresses of one rule are of one. */
function checkFamilies(ctx: CheckContext, rule: Properties, path: string): void {
  const given = ['source', 'destination'].flatMap((side) => [text(rule, `${side}AddressPrefix`), ...list(rule, `${side}AddressPrefixes`)]);
  const ranges = given.filter((value) => typeof value === 'string').filter(isAddressRange);
  if (new Set(ranges.map((range) => range.includes(':'))).size < 2) return;
  ctx.refuse(
    `${path}sourceAddressPrefix`,
    'ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies',
    `Security rule contains IP addresses or prefixes that belong to different address families: ${ranges.join()}. ` +
      'All IP addresses or prefixes in the resource should belong to the same address family.',
  );
}

function checkPorts(ctx: CheckContext, rule: Properties, path: string, side: 'source' | 'destination'): void {
  const [single, several] = [`${side}PortRange`, `${side}PortRanges`];
  const hasSingle = isGiven(rule, single) && rule[single] !== '';
  const hasSeveral = isGiven(rule, several) && !(Array.isArray(rule[several]) && list(rule, several).length === 0);
  if (!hasSingle && !hasSeveral) ctx.refuse(path + single, 'SecurityRuleParameterIsMissing', `Security rule must specify ${single} or ${several}.`);
  if (hasSingle && hasSeveral)
    ctx.refuse(path + single, 'SecurityRuleCannotHaveBothPortRangeAndPortRanges', `Security rule must specify only one of ${single} and ${several}.`);
  const refuse = (key: string, value: string): void =>
    ctx.refuse(
      path + key,
      'SecurityRuleInvalidPortRange',
      `Security rule has invalid Port range. Value provided: ${value}. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.`,
    );
  const port = text(rule, single);
  if (port !== undefined && port !== '' && !isPortRange(port)) refuse(single, port);
  list(rule, several).forEach((entry, index) => {
    if (typeof entry === 'string' && (entry === '*' || !isPortRange(entry))) refuse(`${several}[${index}]`, entry);
  });
}

export interface NamedRule {
  readonly name: string;
  readonly rule: Properties;
}

export const inlineRules = (inputs: Properties): NamedRule[] =>
  list(inputs, 'securityRules')
    .filter(isRecord)
    .map((rule) => ({ name: text(rule, 'name') ?? '', rule }));

/** Rules of a group that are resources of their own. */
export const standaloneRules = (world: World, groupId: string): NamedRule[] =>
  world.list({ token: ruleToken, under: groupId }).map((stored) => ({ name: stored.id.slice(stored.id.lastIndexOf('/') + 1), rule: stored.inputs }));

export const isConflict = (a: NamedRule, b: NamedRule): boolean =>
  !same(a.name, b.name) &&
  number(a.rule, 'priority') !== undefined &&
  a.rule['priority'] === b.rule['priority'] &&
  same(text(a.rule, 'direction'), text(b.rule, 'direction'));

export const conflictMessage = (a: NamedRule, b: NamedRule): string =>
  `Security rule ${a.name} conflicts with rule ${b.name}. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.`;

export function refuseConflict(ctx: AdmitContext, rule: NamedRule, others: readonly NamedRule[]): void {
  const other = others.find((candidate) => isConflict(rule, candidate));
  if (other) ctx.refuse(400, 'SecurityRuleConflict', conflictMessage(rule, other));
}
