// HX-RG-01: what costs money says whose it is, by the tags that the environment asks for.
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { isList, isProperties } from '../../value';
import { tagPaths } from './tagged-kinds';

/** A kind that is not in the table takes tags when its program gives it some. */
function pathOf({ resource }: Subject): string | undefined {
  if (Object.hasOwn(tagPaths, resource.type)) return tagPaths[resource.type];
  return resource.type.startsWith('azure-native:') && Object.hasOwn(resource.inputs, 'tags') ? 'tags' : undefined;
}

/** Names in lower case; a value that is not known yet is a value, none and an empty text are not. */
function tagNames(subject: Subject, path: string): readonly string[] {
  const tags = subject.read(path);
  if (isList(tags)) return tags.map((_, index) => subject.read(`${path}.${index}.key`)).flatMap((key) => (typeof key === 'string' ? [key.toLowerCase()] : []));
  if (!isProperties(tags)) return [];
  return Object.entries(tags).flatMap(([name, value]) => (value === null || value === '' ? [] : [name.toLowerCase()]));
}

export const governanceRequiredTags = resourcePolicy({
  id: 'governance-required-tags',
  title: 'Resources have the tags that the environment asks for',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RG-01', 'PSRule Azure.Resource.UseTags'],
  rationale: 'The bill, the on-call rota and the data-protection register all find their resources by these tags.',
  remediation: {
    text: 'Give the resource the missing tags; the programs of this project do it for every kind by one transformation.',
    example: "new storage.StorageAccount('lake', { tags: { owner: 'data-platform', 'cost-centre': 'insurance-etl' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources'],
  types: 'every',
  check: (subject) => {
    const required = subject.environment.requiredTags ?? [];
    const path = pathOf(subject);
    if (required.length === 0 || path === undefined) return;
    const given = tagNames(subject, path);
    const missing = required.filter((name) => !given.includes(name.toLowerCase()));
    if (missing.length > 0) subject.fail(path, `lacks the tag${missing.length === 1 ? '' : 's'} ${missing.join(', ')}`);
  },
});
