// The policies on networks, in the order in which they are listed.
import { networkDefaultOutbound } from './default-outbound';
import { networkDnsLocal } from './dns-local';
import { networkDnsServers } from './dns-servers';
import { networkFirewallIdps } from './firewall-idps';
import { networkFirewallPolicy } from './firewall-policy';
import { networkFirewallThreatIntel } from './firewall-threat-intel';
import { networkFlowLog } from './flow-log';
import { networkFlowLogRetention } from './flow-log-retention';
import { networkFlowLogTarget } from './flow-log-target';
import { networkHttpFromInternet } from './http-from-internet';
import { networkInboundFromInternet } from './inbound-from-internet';
import { networkInterfaceIpForwarding } from './interface-ip-forwarding';
import { networkInterfacePublicIp } from './interface-public-ip';
import { networkNsgUsed } from './nsg-used';
import { networkOutboundToInternet } from './outbound-to-internet';
import { networkPrivateEndpointDns } from './private-endpoint-dns';
import { networkPrivateZoneLinked } from './private-zone-linked';
import { networkPrivateZoneName } from './private-zone-name';
import { networkRdpFromInternet } from './rdp-from-internet';
import { networkRuleOrder } from './rule-order';
import { networkSshFromInternet } from './ssh-from-internet';
import { networkSubnetNsg } from './subnet-nsg';
import { networkUdpFromInternet } from './udp-from-internet';

export const networkPolicies = [
  networkRdpFromInternet,
  networkSshFromInternet,
  networkHttpFromInternet,
  networkUdpFromInternet,
  networkInboundFromInternet,
  networkOutboundToInternet,
  networkRuleOrder,
  networkNsgUsed,
  networkSubnetNsg,
  networkDefaultOutbound,
  networkInterfacePublicIp,
  networkInterfaceIpForwarding,
  networkPrivateEndpointDns,
  networkPrivateZoneName,
  networkPrivateZoneLinked,
  networkFlowLog,
  networkFlowLogTarget,
  networkFlowLogRetention,
  networkDnsServers,
  networkDnsLocal,
  networkFirewallPolicy,
  networkFirewallThreatIntel,
  networkFirewallIdps,
];
