// Limits of tags, as Azure Resource Manager states them. Pure.
import type { CheckContext } from '../kind';
import { isObject } from '../values';

/** At most 50 tags; keys to 512 characters (storage accounts 128) without `<>%&\?/`, values to 256. */
export function checkTags(ctx: CheckContext, type: string): void {
  const tags = ctx.inputs['tags'];
  if (!isObject(tags)) return;
  const entries = Object.entries(tags);
  const keyLimit = type.toLowerCase() === 'microsoft.storage/storageaccounts' ? 128 : 512;
  if (entries.length > 50) ctx.refuse('tags', 'InvalidTagCount', `The number of tags is ${entries.length}; a resource can have at most 50 tags.`);
  const seen = new Map<string, string>();
  for (const [key, value] of entries) {
    const path = `tags["${key}"]`;
    const twin = seen.get(key.toLowerCase());
    if (twin !== undefined) ctx.refuse(path, 'InvalidTagName', `The tag names '${twin}' and '${key}' differ only in case.`);
    seen.set(key.toLowerCase(), key);
    if (key === '' || key.length > keyLimit)
      ctx.refuse(path, 'InvalidTagNameLength', `The tag name '${key.slice(0, 60)}' must have 1 to ${keyLimit} characters.`);
    if (/[<>%&\\?/]/.test(key)) ctx.refuse(path, 'InvalidTagNameCharacters', `The tag name '${key}' contains one of the reserved characters '<,>,%,&,\\,?,/'.`);
    if (/^(microsoft|azure|windows)/i.test(key))
      ctx.refuse(path, 'ReservedTagName', `The tag name '${key}' starts with a reserved prefix: microsoft, azure or windows.`);
    if (typeof value === 'string' && value.length > 256) {
      ctx.refuse(path, 'InvalidTagValueLength', `The value of tag '${key}' has ${value.length} characters; at most 256 are allowed.`);
    }
  }
}
