// Name-based GUIDs (RFC 9562, version 5): the same parts give the same GUID on every machine and in every year.
import { createHash } from 'node:crypto';

/** Our own name space; changing it renames, and so replaces, every role assignment. */
const space = Buffer.from('6f0d2f4e9a5b4c7e8d1a3b5c7e9f1a2b', 'hex');

export function guidOf(...parts: readonly string[]): string {
  const hash = createHash('sha1').update(space).update(parts.join('\n')).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
