import type { Resource } from '../../policy/resource';
import { Stack } from '../../policy/stack';
import { Secret, UnknownValueError, unknown, type Properties } from '../../policy/value';

const resource = (inputs: Properties, propertyDependencies: Resource['propertyDependencies'] = {}): Resource => ({
  urn: 'urn:pulumi:prod::p::azure-native:network:Subnet::s',
  type: 'azure-native:network:Subnet',
  name: 's',
  inputs,
  isProtected: false,
  propertyDependencies,
});
const isSet = (one: Resource, path: string): boolean => new Stack([one]).isSet(one, path);

describe('an input is set', () => {
  test('where it has a value, secret or not', () => {
    expect(isSet(resource({ group: { id: '/nsg' } }), 'group.id')).toBe(true);
    expect(isSet(resource({ group: { id: new Secret('/nsg') } }), 'group.id')).toBe(true);
  });

  test('where an unknown value is made from a resource', () => {
    expect(isSet(resource({ group: { id: unknown } }, { group: ['urn:other'] }), 'group.id')).toBe(true);
    expect(isSet(resource({ group: unknown }, { group: ['urn:other'] }), 'group.id')).toBe(true);
  });

  test('not where it is absent, null or empty', () => {
    expect(isSet(resource({ group: {} }, { group: ['urn:other'] }), 'group.id')).toBe(false);
    expect(isSet(resource({ group: null }), 'group.id')).toBe(false);
    expect(isSet(resource({ group: { id: '' } }), 'group.id')).toBe(false);
  });

  test('and nobody knows where nothing says what the unknown value is made from', () => {
    expect(() => isSet(resource({ group: { id: unknown } }, { other: ['urn:other'] }), 'group.id')).toThrow(UnknownValueError);
  });
});
