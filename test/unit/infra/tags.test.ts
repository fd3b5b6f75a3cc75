import fc from 'fast-check';
import { checkTag, checkTags, tagLimits, tagsOf } from '../../../infra/tags';

test('every resource carries project, environment, region and managed-by, and the tags of the configuration', () => {
  expect(tagsOf({ project: 'hiscox-etl', environment: 'prod', region: 'westus2', tags: { owner: 'data-platform' } })).toEqual({
    owner: 'data-platform',
    project: 'hiscox-etl',
    environment: 'prod',
    region: 'westus2',
    'managed-by': 'hx',
  });
});

test("configuration can't overwrite hx's own tags", () => {
  expect(tagsOf({ project: 'p', environment: 'dev', region: 'eastus', tags: { 'managed-by': 'me' } })['managed-by']).toBe('hx');
});

test.each([
  ['managed-by', 'x', 'set by hx itself'],
  ['Environment', 'x', 'set by hx itself'],
  ['azure-owner', 'x', 'keeps for itself'],
  ['Microsoft', 'x', 'keeps for itself'],
  ['a'.repeat(129), 'x', 'has 129 characters; Azure allows at most 128'],
  ['owner', 'x'.repeat(257), 'has a value of 257 characters; Azure allows at most 256'],
  ['cost centre', 'x', 'must start with a letter'],
  ['1st', 'x', 'must start with a letter'],
  ['a<b', 'x', 'must start with a letter'],
  ['', 'x', 'must start with a letter'],
  ['owner', 'a\u001b[31m', 'control character'],
])('the tag %j is refused', (name, value, message) => expect(checkTag(name, value)).toContain(message));

test('a legal tag may use the limits to the last character', () => {
  const name = fc.stringMatching(/^[f-l][A-Za-z0-9_.-]{0,127}$/);
  fc.assert(fc.property(name, (legal) => expect(checkTag(legal, 'x'.repeat(tagLimits.value))).toBeUndefined()));
});

test('tags are counted together with those of hx', () => {
  const many = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`tag${index}`, 'x']));
  expect(checkTags(many)).toEqual([]);
  expect(checkTags({ ...many, more: 'x' })).toEqual(['16 tags together; Azure allows at most 15 on a DNS zone']);
});

test('names that differ in case alone are one tag to Azure', () => {
  expect(checkTags({ owner: 'a', Owner: 'b' })).toEqual(['the tag Owner appears twice; Azure ignores case in tag names']);
});
