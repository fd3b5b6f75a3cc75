// HX-DBP-03: an IP access list that lets the whole internet in is none.
import { isOff, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isWorldOpen } from '../shared/ip-ranges';

export const databricksIpAccessList = resourcePolicy({
  id: 'databricks-ip-access-list',
  title: 'Databricks IP access lists do not let the world in',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBP-03', 'KICS unrestricted_acl', 'Databricks SAT NS-5'],
  rationale: 'The list is the one thing that makes a stolen token useless elsewhere; with 0.0.0.0/0 in it, it only looks like one.',
  remediation: {
    text: 'List the ranges of the offices and of the clusters’ own way out.',
    example: "new databricks.IpAccessList('offices', { label: 'offices', listType: 'ALLOW', ipAddresses: ['203.0.113.0/24'] });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/front-end/ip-access-list-workspace'],
  types: ['databricks:index/ipAccessList:IpAccessList'],
  check: (list) => {
    if (isOff(list.read('enabled')) || isOneOf(list.read('listType'), ['BLOCK'])) return;
    list.each('ipAddresses', (item) => {
      const range = item.read('');
      if (typeof range === 'string' && isWorldOpen(range)) item.fail('', `lets the whole internet in: ${item.shown('')}`);
    });
  },
});
