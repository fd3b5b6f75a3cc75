// Finds rules that open a group to the internet: shared by the policies on ports, on ingress and on egress.
import type { Subject } from '../../subject';
import { isMuchOfInternet, ofInternet, union, without, type AddressSet } from '../shared/addresses';
import {
  addressProperty,
  coversPeers,
  coversPorts,
  groupType,
  hasPort,
  isRule,
  peersOf,
  portsOf,
  priorityOf,
  protocolOf,
  type Peers,
  type Side,
} from './security-rules';

export interface Exposure {
  readonly direction: 'Inbound' | 'Outbound';
  /** The one protocol that matters, in lower case; any where it is left out. */
  readonly protocol?: string;
  /** The one destination port that matters; any where it is left out. */
  readonly port?: number;
  /** What is wrong, without the value: "lets the internet reach port 22". */
  readonly message: string;
}

/**
 * Fails every rule that lets much of the internet through. The inline rules of a group count in the order of their priority: what a Deny
 * before them takes away is not open. A rule of its own is judged by itself, since it may stand before its neighbours do, and after them.
 */
export function failWhereExposed(subject: Subject, exposure: Exposure): void {
  if (subject.resource.type !== groupType) {
    if (isMuchOfInternet(openedBy(subject, exposure, []))) failRule(subject, exposure);
    return;
  }
  const rules: Subject[] = [];
  subject.each('securityRules', (rule) => rules.push(rule));
  const opened: AddressSet[] = [];
  let failures = 0;
  subject.each('securityRules', (rule) => {
    const addresses = openedBy(rule, exposure, rules);
    opened.push(addresses);
    if (!isMuchOfInternet(addresses)) return;
    failures++;
    failRule(rule, exposure);
  });
  // Many narrow rules open as much as one wide rule.
  if (failures === 0 && exposure.port !== undefined && isMuchOfInternet(union(...opened)))
    subject.fail('securityRules', `${exposure.message}: the rules taken together`);
}

const far = ({ direction }: Exposure): Side => (direction === 'Inbound' ? 'source' : 'destination');

function failRule(rule: Subject, exposure: Exposure): void {
  const property = addressProperty(rule, far(exposure));
  rule.fail(property, `${exposure.message}: ${property} is ${rule.shown(property)}`);
}

/** Addresses that the rule lets through and no Deny before it keeps out; none where the rule is not of the kind that matters. */
function openedBy(rule: Subject, exposure: Exposure, rules: readonly Subject[]): AddressSet {
  if (!isRule(rule, 'Allow', exposure.direction)) return [];
  const protocol = protocolOf(rule);
  if (protocol === undefined || (exposure.protocol !== undefined && protocol !== '*' && protocol !== exposure.protocol)) return [];
  if (exposure.port !== undefined && !hasPort(portsOf(rule, 'destination'), exposure.port)) return [];
  const addresses = ofInternet(peersOf(rule, far(exposure)).addresses);
  if (addresses.length === 0) return [];
  return rules
    .filter((other) => isRule(other, 'Deny', exposure.direction))
    .reduce((left, deny) => without(left, deniedBefore(rule, deny, exposure)), addresses);
}

/** What a Deny surely takes away from an Allow: it comes first, and covers protocol, ports and the other side. */
function deniedBefore(allow: Subject, deny: Subject, exposure: Exposure): AddressSet {
  const [first, second] = [priorityOf(deny), priorityOf(allow)];
  if (first === undefined || second === undefined || first >= second) return [];
  const protocol = protocolOf(deny);
  if (protocol !== '*' && protocol !== (exposure.protocol ?? protocolOf(allow))) return [];
  const ports = portsOf(deny, 'destination');
  const coversWhatMatters = exposure.port === undefined ? coversPorts(ports, portsOf(allow, 'destination')) : hasPort(ports, exposure.port);
  if (!coversWhatMatters || !coversSourcePorts(deny, allow)) return [];
  const near: Side = exposure.direction === 'Inbound' ? 'destination' : 'source';
  const denied: Peers = peersOf(deny, far(exposure));
  return !denied.hasGroups && coversPeers(peersOf(deny, near), peersOf(allow, near)) ? denied.addresses : [];
}

function coversSourcePorts(deny: Subject, allow: Subject): boolean {
  const [outer, inner] = [portsOf(deny, 'source'), portsOf(allow, 'source')];
  return coversPorts(outer.length === 0 ? [[0, 65_535]] : outer, inner.length === 0 ? [[0, 65_535]] : inner);
}
