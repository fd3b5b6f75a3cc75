// HX-NET-03: every rule of a group takes effect, in the order of the priorities.
import { isOneOf, textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Stack } from '../../stack';
import { Subject } from '../../subject';
import { coversPeers, coversPorts, groupType, peersOf, portsOf, priorityOf, protocolOf, ruleType, ruleTypes } from './security-rules';

export const networkRuleOrder = stackPolicy({
  id: 'network-rule-order',
  title: 'No security rule is cancelled by one before it',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-03'],
  rationale:
    'The rule with the lower number wins: a Deny behind a wider Allow protects nothing, and an Allow behind a wider Deny is a fault that shows up as a timeout.',
  remediation: {
    text: 'Give the narrower rule the lower number, and every rule of a direction a number of its own; remove rules that are not meant any more.',
    example:
      "[{ name: 'deny-guests', priority: 100, access: 'Deny', sourceAddressPrefix: '10.9.0.0/16', … },\n { name: 'allow-offices', priority: 200, access: 'Allow', sourceAddressPrefix: '10.0.0.0/8', … }]",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: ruleTypes,
  check: (subject, stack) => {
    const all = rulesBeside(subject, stack);
    if (subject.resource.type === ruleType) failWhereCancelled(subject, all);
    else subject.each('securityRules', (rule) => failWhereCancelled(rule, all));
  },
});

/** Every rule of the group that the subject is, or is a rule of: inline ones and those that are resources. */
function rulesBeside(subject: Subject, stack: Stack): readonly Subject[] {
  const group = subject.resource.type === groupType ? subject.resource : stack.referred(subject.resource, 'networkSecurityGroupName', groupType)[0];
  if (group === undefined) return [];
  const reader = (resource: Subject['resource']): Subject => new Subject(resource, subject.environment, []);
  const inline: Subject[] = [];
  reader(group).each('securityRules', (rule) => inline.push(rule));
  return [...inline, ...stack.referring(ruleType, 'networkSecurityGroupName', group).map(reader)];
}

const nameOf = (rule: Subject): string => textOf(rule.readAny('securityRuleName', 'name')) ?? rule.resource.name;

function failWhereCancelled(rule: Subject, all: readonly Subject[]): void {
  const priority = priorityOf(rule);
  if (priority === undefined) return;
  const sameDirection = all.filter((other) => isOneOf(other.read('direction'), [textOf(rule.read('direction')) ?? '']) && nameOf(other) !== nameOf(rule));
  const twin = sameDirection.find((other) => priorityOf(other) === priority);
  if (twin !== undefined) rule.fail('priority', `has the same priority as '${nameOf(twin)}': ${priority}`);
  const before = sameDirection.find(
    (other) => (priorityOf(other) ?? priority) < priority && !isOneOf(other.read('access'), [textOf(rule.read('access')) ?? '']) && coversRule(other, rule),
  );
  if (before !== undefined) rule.fail('priority', `never takes effect: '${nameOf(before)}' with priority ${priorityOf(before)} decides the same traffic first`);
}

/** True where all traffic that the inner rule means is surely meant by the outer one too. */
function coversRule(outer: Subject, inner: Subject): boolean {
  const protocol = protocolOf(outer);
  return (
    (protocol === '*' || protocol === protocolOf(inner)) &&
    coversPorts(portsOf(outer, 'destination'), portsOf(inner, 'destination')) &&
    coversPorts(portsOf(outer, 'source'), portsOf(inner, 'source')) &&
    coversPeers(peersOf(outer, 'source'), peersOf(inner, 'source')) &&
    coversPeers(peersOf(outer, 'destination'), peersOf(inner, 'destination'))
  );
}
