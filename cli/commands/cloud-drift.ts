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
  description:
    'Rehearses drift: the recorded state does not learn of the change, so hx drift finds it, hx refresh takes it over, and hx up repairs it. Ids are shown by hx cloud log.',
  arguments: [{ name: 'id', description: 'id of the resource in the local cloud', isRequired: true }],
  options,
  examples: [
    { command: 'hx cloud drift <id> --set sku.name=Standard_GRS', about: 'somebody changed the redundancy in the portal' },
    { command: 'hx cloud drift <id> --set \'tags.owner="x"\' --set properties.retentionInDays=7', about: 'several properties; 7 is a number' },
    { command: 'hx cloud drift <id> --delete', about: 'somebody deleted it' },
  ],
  run: async ({ app, io }, given, [id = '']) => {
    if (given.delete === given.set.length > 0) throw new HxError('usage', 'Give either --set path=value or --delete.', { suggestion: 'hx cloud drift --help' });
    const values = Object.fromEntries(given.set.map(parseSet));
    const admin = await (await app()).localCloud();
    const { changes, deleted } = given.delete ? admin.remove(id) : admin.set(id, values);
    io.stdout.print(`${given.delete ? 'Deleted' : 'Changed'} in the local cloud, not Azure:`);
    for (const { path, before, after } of changes)
      io.stdout.print(printable(`  ~ ${path}: ${JSON.stringify(before ?? null)} → ${JSON.stringify(after ?? null)}`));
    for (const one of deleted) io.stdout.print(printable(`  - ${one}`));
    return 'ok';
  },
});

/** "sku.name=Standard_GRS", 'tags["cost center"]=7': what is no JSON is text. Throws HxError 'usage'; whether the path exists, the cloud says. */
export function parseSet(text: string): readonly [path: string, value: Json] {
  const [, path, value = ''] = /^((?:[^="[]|\[[^\]]*\])+)=([\s\S]*)$/.exec(text) ?? [];
  if (path === undefined) throw new HxError('usage', `--set takes path=value, not '${text}'.`, { suggestion: 'hx cloud drift --help' });
  try {
    const parsed: Json = JSON.parse(value);
    return [path, parsed];
  } catch {
    return [path, value];
  }
}
