// Machines without public addresses have a way out of ours: Azure gives new networks none by itself any more.
import { stackPolicy } from '../../policy';
import { eachLacking, subnetTypes } from './subnets';

const ways = ['natGateway.id', 'routeTable.id'] as const;

export const databricksSubnetEgress = stackPolicy({
  id: 'databricks-subnet-egress',
  title: 'Subnets of Databricks workspaces have a NAT gateway or a route out',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Without one, clusters in a new network never start; in an old one they leave by addresses that change and that no allow list can name.',
  remediation: {
    text: 'Give both subnets a natGateway, or a routeTable that leads to a firewall.',
    example: "new network.Subnet('databricks-public', { natGateway: { id: nat.id }, … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access'],
  types: subnetTypes,
  check: (subject, stack) => {
    eachLacking(
      subject,
      stack,
      (subnet) => ways.some((path) => stack.isSet(subnet.resource, subnet.pathOf(path))),
      (subnet) =>
        subnet.fail(
          'natGateway',
          'is given to Databricks and has neither NAT gateway nor route table: Azure ended default outbound access for networks made with API versions after 2026-03-31',
        ),
    );
  },
});
