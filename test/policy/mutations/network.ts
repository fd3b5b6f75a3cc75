// What makes networks, Data Factory, logs and alerts safe, broken piece by piece.
import type { Properties } from '../../../policy/value';
import { all, inPlatform, inStaging, set, unset, without, type Mutation, type Row } from '../support/mutations';

const open: Properties = {
  name: 'from-anywhere',
  priority: 200,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: 'Internet',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
};
/** Puts one rule into the place of the first of the group of the endpoints. */
const rule = (changes: Properties): Mutation => set('nsg-private-endpoints', 'securityRules.0', { ...open, ...changes });

const networks: readonly Row[] = [
  inPlatform('SSH is open to the internet', rule({ destinationPortRange: '22' }), 'network-ssh-from-internet', 'network-inbound-from-internet'),
  inPlatform('RDP is open to the internet', rule({ destinationPortRange: '3389' }), 'network-rdp-from-internet', 'network-inbound-from-internet'),
  inPlatform('HTTP is open to the internet', rule({ destinationPortRange: '80' }), 'network-http-from-internet', 'network-inbound-from-internet'),
  inPlatform(
    'UDP is open to the internet',
    rule({ protocol: 'Udp', destinationPortRange: '53' }),
    'network-udp-from-internet',
    'network-inbound-from-internet',
  ),
  inPlatform('HTTPS is open to the internet', rule({ destinationPortRange: '443' }), 'network-inbound-from-internet'),
  inPlatform(
    'everything may go out',
    rule({ direction: 'Outbound', sourceAddressPrefix: '*', destinationAddressPrefix: 'Internet', destinationPortRange: '*' }),
    'network-outbound-to-internet',
  ),
  inPlatform('the rule that denies comes first', set('nsg-private-endpoints', 'securityRules.2.priority', 105), 'network-rule-order'),
  inPlatform('a group stands before no subnet', unset('snet-private-endpoints', 'networkSecurityGroup'), 'network-nsg-used', 'network-subnet-nsg'),
  inPlatform('machines go out by an address of Azure', unset('snet-databricks-private', 'defaultOutboundAccess'), 'network-default-outbound'),
  inPlatform('names are resolved outside of the network', set('vnet', 'dhcpOptions', { dnsServers: ['8.8.8.8', '9.9.9.9'] }), 'network-dns-local'),
  inPlatform('names are resolved by one server', set('vnet', 'dhcpOptions', { dnsServers: ['10.30.0.4'] }), 'network-dns-servers'),
  inPlatform('an endpoint has no zone', without('zone-group-registry'), 'network-private-endpoint-dns'),
  inPlatform('a zone is linked to no network', without('zone-link-azurecr'), 'network-private-zone-linked'),
  inPlatform(
    'an endpoint is in the zone of another service',
    set('zone-group-registry', 'privateDnsZoneConfigs.0.privateDnsZoneId', '/subscriptions/s/x/privatelink.blob.core.windows.net'),
    'network-private-zone-name',
  ),
];

const service = 'linked-service-databricks';
const dataFactory: readonly Row[] = [
  inPlatform('the factory is open to every network', set('factory', 'publicNetworkAccess', 'Enabled'), 'datafactory-public-access'),
  inPlatform('the factory has no endpoint', without('endpoint-data-factory', 'zone-group-data-factory'), 'datafactory-private-endpoint'),
  inPlatform('the factory has no identity', unset('factory', 'identity'), 'datafactory-identity'),
  inPlatform('runs start from a network of everybody', unset('managed-runtime', 'properties.managedVirtualNetwork'), 'datafactory-managed-network'),
  inPlatform(
    'the linked service has a token',
    all(unset(service, 'properties.authentication'), set(service, 'properties.accessToken', { type: 'SecureString', value: 'not-a-real-one' })),
    'datafactory-linked-service-identity',
    'datafactory-linked-service-secrets',
    'secrets-keyword',
  ),
  inPlatform(
    'the credential is a service principal',
    set('credential-etl', 'properties', { type: 'ServicePrincipal', servicePrincipalId: 'app', tenant: 'tenant' }),
    'datafactory-linked-service-identity',
  ),
  inPlatform(
    'what the factory does stands nowhere in the program',
    without('pipeline-blue', 'pipeline-green', 'trigger-blue', 'trigger-green', service),
    'datafactory-git',
  ),
];

const logs: readonly Row[] = [
  inPlatform('logs are kept for a month', set('log-analytics', 'retentionInDays', 30), 'logs-retention'),
  inStaging('logs may cost without measure', unset('log-analytics', 'workspaceCapping'), 'logs-daily-cap'),
  inPlatform('logs take a shared key', set('log-analytics', 'features.disableLocalAuth', false), 'logs-local-auth'),
  inPlatform('the NAT gateway is not measured', without('diagnostics-nat'), 'logs-diagnostic-setting'),
  inPlatform('the factory is not logged', set('diagnostics-data-factory', 'logs', []), 'logs-diagnostic-setting'),
  inPlatform('a setting sends to nowhere', unset('diagnostics-vnet', 'workspaceId'), 'logs-diagnostic-destination'),
  inPlatform(
    'a setting has a retention of its own',
    set('diagnostics-vnet', 'logs.0.retentionPolicy', { enabled: true, days: 30 }),
    'logs-diagnostic-retention',
  ),
];

const alerts: readonly Row[] = [
  inPlatform('telemetry takes a shared key', set('app-insights', 'disableLocalAuth', false), 'monitor-app-insights-local-auth'),
  inPlatform('telemetry has no workspace', unset('app-insights', 'workspaceResourceId'), 'monitor-app-insights-workspace'),
  inPlatform('an action group tells nobody', set('action-group-email', 'emailReceivers', []), 'monitor-action-group-receivers'),
  inPlatform('an action group is off', set('action-group-email', 'enabled', false), 'monitor-action-group-receivers'),
  inPlatform('an alert tells nobody', set('alert-pipeline-failure', 'actions.actionGroups', []), 'monitor-alert-action'),
  inPlatform('an alert stays open', set('alert-high-resource-usage', 'autoMitigate', false), 'monitor-alert-auto-resolve'),
  inPlatform('an alert is off', set('alert-pipeline-failure', 'enabled', false), 'monitor-alert-enabled'),
  inPlatform('an alert watches nothing', set('alert-pipeline-failure', 'scopes', []), 'monitor-alert-scope'),
  inPlatform(
    'an alert watches the subscription',
    set('alert-high-resource-usage', 'scopes', ['/subscriptions/00000000-0000-0000-0000-0000000000d3']),
    'monitor-alert-scope',
  ),
];

export const networkMutations: readonly Row[] = [...networks, ...dataFactory, ...logs, ...alerts];
