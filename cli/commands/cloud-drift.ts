// hx cloud drift: changes or deletes a resource of the local cloud behind the back of hx, as a person in a portal would.
import { HxError } from '../../automation/errors';
import type { Json } from '../../automation/json';
import { command } from '../command';
import { output } from '../common-options';
import { flag, verbatim } from '../option';
import { printable } from '../render/text';

const options = {
  set: verbatim('--set <path=value>', 'set a property; the value is JSON, or else text; may be repeated'),
  delete: flag('--delete', 'delete the resource and what is below it'),
  noColor: output.noColor,
};

export const definition = command({
  description: 'Rehearses drift: the recorded state does not learn of the change, so hx drift finds it, hx refresh takes it over, and hx up repairs it. Ids are shown by hx cloud log.',
  arguments: [{ name: 'id', description: 'id of the resource in the local cloud', isRequired: true }],
  options,
  examples: [
    { command: 'hx cloud drift <id> --set sku.name=Standard_GRS', about: 'somebody changed the redundancy in the portal' },
    { command: "hx cloud drift <id> --set 'tags.owner=\"x\"' --set properties.retentionInDays=7", about: 'several properties; 7 is a number' },
    { command: 'hx cloud drift <id> --delete', about: 'somebody deleted it' },
  ],
  run: async ({ app, io }, given, [id = '']) => {
    if (given.delete === given.set.length > 0) throw new HxError('usage', 'Give either --set path=value or --delete.', { suggestion: 'hx cloud drift --help' });
    const changes = given.set.map(parseSet);
    const admin = await (await app()).localCloud();
    if (given.delete) await admin.remove(id);
    else await admin.set(id, changes);
    io.stdout.print(`${given.delete ? 'Deleted' : 'Changed'} in the local cloud, not Azure: ${printable(id)}`);
    return 'ok';
  },
});

/** "sku.name=Standard_GRS", "a.b=7": what is no JSON is text. Throws HxError 'usage'. */
export function parseSet(text: string): { readonly path: string; readonly value: Json } {
  const at = text.indexOf('=');
  const path = at < 0 ? '' : text.slice(0, at);
  if (!/^[A-Za-z0-9_$-]+(\.[A-Za-z0-9_$-]+|\[\d+\])*$/.test(path) || path.split(/[.[]/).some((part) => ['__proto__', 'constructor', 'prototype'].includes(part))) {
    throw new HxError('usage', `--set takes path=value, not '${text}'.`, { suggestion: '--set sku.name=Standard_GRS' });
  }
  const value = text.slice(at + 1);
  try {
    const parsed: Json = JSON.parse(value);
    return { path, value: parsed };
  } catch {
    return { path, value };
  }
}
