// Record sets of private DNS zones: records of the set's own type, an alias alone at its name.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { isGiven, isMissing, list, number, same, text } from '../shared/values';
import { parseAddress } from '../network/cidr';
import { nameAt } from '../network/references';
import { dnsApi, recordSetToken, zonePath } from './private-zone';

const recordsOf: { readonly [type: string]: string } = {
  A: 'aRecords',
  AAAA: 'aaaaRecords',
  CNAME: 'cnameRecord',
  MX: 'mxRecords',
  PTR: 'ptrRecords',
  SOA: 'soaRecord',
  SRV: 'srvRecords',
  TXT: 'txtRecords',
};

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const refuse = (path: string, message: string): void => ctx.refuse(path, 'BadRequest', message);
  const type = text(inputs, 'recordType');
  const own = type === undefined ? undefined : recordsOf[type.toUpperCase()];
  if (type !== undefined && own === undefined) return refuse('recordType', `The record type '${type}' is invalid: ${Object.keys(recordsOf).join(', ')}.`);
  for (const key of Object.values(recordsOf))
    if (own !== undefined && key !== own && isGiven(inputs, key)) refuse(key, `A record set of type ${type} cannot have ${key}.`);
  if (own !== undefined && isMissing(inputs, own)) refuse(own, `A record set of type ${type} needs ${own}.`);
  const ttl = number(inputs, 'ttl');
  if (isMissing(inputs, 'ttl') && !same(type, 'SOA')) refuse('ttl', 'The TTL of the record set is missing.');
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0 && ttl <= 2147483647)) refuse('ttl', `The TTL ${ttl} is invalid: 0 to 2147483647 seconds.`);
  for (const [key, property, version] of [['aRecords', 'ipv4Address', 4] as const, ['aaaaRecords', 'ipv6Address', 6] as const]) {
    list(inputs, key).forEach((record, index) => {
      const address = text(record, property);
      if (address !== undefined && parseAddress(address)?.version !== version)
        refuse(`${key}[${index}].${property}`, `The value '${address}' is not a valid IPv${version} address.`);
    });
  }
  if (same(type, 'CNAME') && text(inputs, 'relativeRecordSetName') === '@')
    refuse('relativeRecordSetName', 'A CNAME record set cannot be at the apex of a zone.');
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation !== 'create') return;
  const zoneId = ctx.id.split('/').slice(0, -2).join('/');
  const others = ctx.world.list({ token: recordSetToken, under: zoneId }).filter((set) => !same(set.id, ctx.id) && same(nameAt(set.id), nameAt(ctx.id)));
  const isAlias = (inputs: Parameters<typeof text>[0]): boolean => same(text(inputs, 'recordType'), 'CNAME');
  const twin = others.find((set) => isAlias(ctx.inputs) || isAlias(set.inputs));
  if (twin) ctx.refuse(400, 'BadRequest', `The record set '${nameAt(ctx.id)}' cannot be created because a CNAME cannot share its name: '${twin.id}' exists.`);
}

export const privateRecordSet: Kind = {
  token: recordSetToken,
  type: 'Microsoft.Network/privateDnsZones/recordSets',
  apiVersion: dnsApi,
  path: `${zonePath}/{recordType}/{relativeRecordSetName}`,
  name: {
    property: 'relativeRecordSetName',
    pattern: /^(@|\*|(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*)$/,
    code: 'BadRequest',
    message: 'The record set name is invalid: labels of 1 to 63 letters, digits, hyphens or underscores, or @, or a leading *.',
  },
  location: 'none',
  check,
  admit,
  outputs: ({ id, inputs, guid }) => {
    const [name, zone] = [nameAt(id), text(inputs, 'privateZoneName') ?? ''];
    return { etag: guid('etag'), fqdn: name === '@' ? `${zone}.` : `${name}.${zone}.`, isAutoRegistered: false };
  },
};
