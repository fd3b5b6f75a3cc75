// Private endpoints into the endpoint subnet, and the DNS zones that make names lead to them. Decides not which services need one.
import { PrivateDnsZoneGroup, PrivateEndpoint } from '@pulumi/azure-native/network';
import { PrivateZone, VirtualNetworkLink } from '@pulumi/azure-native/privatedns';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import type { ResourceNames } from '../naming';
import type { Place } from './place';

/** Sub-resources of the services we reach privately, and the zone that Azure resolves each in. */
export const privateLinkZones = {
  blob: 'privatelink.blob.core.windows.net',
  dfs: 'privatelink.dfs.core.windows.net',
  vault: 'privatelink.vaultcore.azure.net',
  registry: 'privatelink.azurecr.io',
  databricks_ui_api: 'privatelink.azuredatabricks.net',
  browser_authentication: 'privatelink.azuredatabricks.net',
  dataFactory: 'privatelink.datafactory.azure.net',
} as const;
export type PrivateLinkGroup = keyof typeof privateLinkZones;

export interface PrivateEndpointTarget {
  readonly group: PrivateLinkGroup;
  readonly serviceId: Input<string>;
}

export interface PrivateEndpointsArgs extends Place {
  readonly names: Pick<ResourceNames, 'privateEndpoint' | 'dnsZoneLink'>;
  readonly virtualNetworkId: Input<string>;
  readonly subnetId: Input<string>;
  /** Made one after the other per service, in this order: a workspace takes one endpoint at a time. */
  readonly targets: readonly PrivateEndpointTarget[];
}

/** "databricks_ui_api" as a part of names: "databricks-ui-api". */
export const purposeOf = (group: PrivateLinkGroup): string => group.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('_', '-');

export class PrivateEndpoints extends ComponentResource {
  readonly endpointIds: Readonly<Partial<Record<PrivateLinkGroup, Output<string>>>>;

  constructor(name: string, args: PrivateEndpointsArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:PrivateEndpoints', name, {}, opts);
    const zones = this.zonesOf(args);
    const ids: Partial<Record<PrivateLinkGroup, Output<string>>> = {};
    const previous = new Map<Input<string>, PrivateEndpoint>();
    for (const target of args.targets) {
      const endpoint = this.endpoint(target, args, zones, previous.get(target.serviceId));
      previous.set(target.serviceId, endpoint);
      ids[target.group] = endpoint.id;
    }
    this.endpointIds = ids;
    this.registerOutputs({ endpointIds: ids });
  }

  private zonesOf(args: PrivateEndpointsArgs): ReadonlyMap<string, PrivateZone> {
    const names = new Set(args.targets.map(({ group }) => privateLinkZones[group]));
    return new Map(
      [...names].map((privateZoneName) => {
        const purpose = privateZoneName.split('.')[1] ?? privateZoneName;
        const { resourceGroupName } = args;
        const zone = new PrivateZone(`zone-${purpose}`, { resourceGroupName, privateZoneName, location: 'global' }, { parent: this });
        new VirtualNetworkLink(
          `zone-link-${purpose}`,
          {
            resourceGroupName,
            privateZoneName: zone.name,
            virtualNetworkLinkName: args.names.dnsZoneLink(purpose),
            location: 'global',
            registrationEnabled: false,
            virtualNetwork: { id: args.virtualNetworkId },
          },
          { parent: this },
        );
        return [privateZoneName, zone];
      }),
    );
  }

  private endpoint(
    { group, serviceId }: PrivateEndpointTarget,
    args: PrivateEndpointsArgs,
    zones: ReadonlyMap<string, PrivateZone>,
    after: PrivateEndpoint | undefined,
  ): PrivateEndpoint {
    const purpose = purposeOf(group);
    const { resourceGroupName, location } = args;
    const endpoint = new PrivateEndpoint(
      `endpoint-${purpose}`,
      {
        resourceGroupName,
        location,
        privateEndpointName: args.names.privateEndpoint(purpose),
        subnet: { id: args.subnetId },
        privateLinkServiceConnections: [{ name: purpose, privateLinkServiceId: serviceId, groupIds: [group] }],
      },
      { parent: this, dependsOn: after === undefined ? [] : [after] },
    );
    const zone = zones.get(privateLinkZones[group]);
    new PrivateDnsZoneGroup(
      `zone-group-${purpose}`,
      {
        resourceGroupName,
        privateEndpointName: endpoint.name,
        privateDnsZoneGroupName: 'default',
        ...(zone === undefined ? {} : { privateDnsZoneConfigs: [{ name: purpose, privateDnsZoneId: zone.id }] }),
      },
      { parent: this },
    );
    return endpoint;
  }
}
