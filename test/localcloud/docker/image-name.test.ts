import { loopbackReference, parseImageName } from '../../../localcloud/docker/image-name';

const digest = `sha256:${'a'.repeat(64)}`;

describe('the name of an image', () => {
  test.each([
    ['acr.azurecr.io/etl', { server: 'acr.azurecr.io', repository: 'etl', tag: 'latest' }],
    ['acr.azurecr.io/a/b__c-d.e:v1.0_x', { server: 'acr.azurecr.io', repository: 'a/b__c-d.e', tag: 'v1.0_x' }],
    ['localhost/x:1', { server: 'localhost', repository: 'x', tag: '1' }],
    ['127.0.0.1:5000/x', { server: '127.0.0.1:5000', repository: 'x', tag: 'latest' }],
    [`acr.azurecr.io/x@${digest}`, { server: 'acr.azurecr.io', repository: 'x', digest }],
    [`acr.azurecr.io/x:1@${digest}`, { server: 'acr.azurecr.io', repository: 'x', tag: '1', digest }],
  ])('%s has its parts', (name, parts) => expect(parseImageName(name)).toEqual(parts));

  test.each([
    ['etl:1', 'canonical'],
    ['library/etl:1', 'canonical'],
    ['acr.azurecr.io/Etl:1', 'lowercase'],
    ['Acr.azurecr.io/etl:1', 'lowercase'],
    ['acr.azurecr.io/etl:', 'invalid reference format'],
    ['acr.azurecr.io/etl:-x', 'invalid reference format'],
    [`acr.azurecr.io/etl:${'x'.repeat(129)}`, 'invalid reference format'],
    ['acr.azurecr.io/a//b', 'invalid reference format'],
    ['acr.azurecr.io/a_', 'invalid reference format'],
    ['acr.azurecr.io/a___b', 'invalid reference format'],
    ['acr.azurecr.io/../b', 'invalid reference format'],
    ['acr.azurecr.io/a@sha256:12', 'invalid reference format'],
    [`acr.azurecr.io/${'x'.repeat(250)}`, 'not be more than 255'],
  ])('%s is none', (name, problem) => expect(parseImageName(name)).toEqual({ problem: expect.stringContaining(problem) }));

  test('on loopback begins with the registry it belongs to', () => {
    expect(loopbackReference('127.0.0.1:5000', 'acretl.azurecr.io/etl-ingestion:1')).toBe('127.0.0.1:5000/acretl/etl-ingestion:1');
    expect(loopbackReference('127.0.0.1:5000', `acretl.azurecr.io/etl-ingestion@${digest}`)).toBe(`127.0.0.1:5000/acretl/etl-ingestion@${digest}`);
    expect(() => loopbackReference('127.0.0.1:5000', 'etl')).toThrow('canonical');
  });
});
