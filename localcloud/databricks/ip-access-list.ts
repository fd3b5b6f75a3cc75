// IP access lists: IPv4 only, at most 1000 entries a workspace, and only once the workspace has them switched on.
import { isPrivate, parseIpv4 } from '../azure/shared/ip-rules';
import { list, record, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { all, checkOneOf, inWorkspace, invalid, tokenOf, uniqueName } from './objects';

export const ipAccessList: Kind = inWorkspace({
  token: tokenOf('IpAccessList'),
  type: 'ip-access-lists',
  apiVersion: '2.0',
  id: ({ guid }) => guid('list'),
  location: 'none',
  defaults: () => ({ enabled: true }),
  check: (ctx) => {
    checkOneOf(ctx, 'listType', ['ALLOW', 'BLOCK']);
    const label = text(ctx.inputs, 'label');
    if (label === '') invalid(ctx, 'label', 'The label of an IP access list must not be empty.');
    const addresses = list(ctx.inputs, 'ipAddresses');
    if (Array.isArray(ctx.inputs['ipAddresses']) && addresses.length === 0) invalid(ctx, 'ipAddresses', 'An IP access list needs at least one address.');
    addresses.forEach((address, index) => {
      if (typeof address !== 'string') return;
      const range = parseIpv4(address);
      if (!range) invalid(ctx, `ipAddresses[${index}]`, `'${address}' is not a valid IPv4 address or CIDR range.`);
      else if (range.hasPrefix && range.address % 2 ** (32 - range.prefix) !== 0)
        invalid(ctx, `ipAddresses[${index}]`, `'${address}' is not a valid CIDR range: bits behind the prefix are set.`);
      else if (isPrivate(range)) invalid(ctx, `ipAddresses[${index}]`, `'${address}' is a private range: IP access lists see public addresses only.`);
      if (addresses.indexOf(address) !== index) invalid(ctx, `ipAddresses[${index}]`, `'${address}' is given more than once.`);
    });
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    const isOn = all(ctx.world, 'WorkspaceConf').some((conf) => record(conf.inputs, 'customConfig')['enableIpAccessLists'] === 'true');
    if (!isOn)
      ctx.refuse(404, 'FEATURE_DISABLED', 'IP access list is not available in the workspace: set enableIpAccessLists to "true" in its configuration first.');
    uniqueName(ctx, 'IpAccessList', 'label', 'IP access list');
    const others = all(ctx.world, 'IpAccessList').filter((other) => other.id !== ctx.id);
    const entries = [ctx.inputs, ...others.map((other) => other.inputs)].reduce((sum, inputs) => sum + list(inputs, 'ipAddresses').length, 0);
    if (entries > 1000) ctx.refuse(400, 'QUOTA_EXCEEDED', `IP access lists of a workspace have at most 1000 entries; this makes ${entries}.`);
  },
});
