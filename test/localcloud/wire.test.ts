import fc from 'fast-check';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { unknown, type Properties, type Value } from '../../localcloud/kind';
import { decode, encode, SecretPaths } from '../../localcloud/provider/struct';

const signature = '4dabf18193072939515e22adb298388d';
const secret = (value: unknown) => ({ [signature]: '1b47061264138c4ac30d75fd1eb44270', value });
const wire = (value: object): Struct => Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);

const plain = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !['__proto__', 'constructor', 'prototype'].includes(key)),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

test('any plain value survives the wire', () => {
  fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), plain), (value) => expect({ ...decode(encode(value)).value }).toEqual({ ...value })));
});

test('a secret is unwrapped with its path, and wrapped there again', () => {
  const given = wire({ a: { b: [secret('x'), 'y'] }, c: secret({ d: 1 }) });
  const { value, secrets } = decode(given);
  expect(value).toEqual({ a: { b: ['x', 'y'] }, c: { d: 1 } });
  expect(encode(value, secrets).toJavaScript()).toEqual(given.toJavaScript());
});

test("a kind's secret paths wrap every element of a list", () => {
  const secrets = new SecretPaths().addAll(['keys[].value']);
  const encoded = encode(
    {
      keys: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    },
    secrets,
  ).toJavaScript();
  expect(encoded).toEqual({
    keys: [
      { name: 'a', value: secret('1') },
      { name: 'b', value: secret('2') },
    ],
  });
});

test('every unknown sentinel of the engine is an unknown', () => {
  const sentinels = [
    '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
    '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
    '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
    'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
  ];
  for (const sentinel of sentinels) expect(decode(wire({ a: sentinel })).value['a']).toBe(unknown);
  expect(encode({ a: unknown }).toJavaScript()).toEqual({ a: '04da6b54-80e4-46f7-96ec-b56ff0331ba9' });
});

test('an asset keeps its hash and content, and goes back as an asset', () => {
  const asset = { source: { [signature]: 'c44067f5952c0a294b673a41bacd8c17', hash: 'abc', text: 'print(1)' } };
  const { value } = decode(wire(asset));
  expect(value).toEqual({ source: { $asset: 'abc', text: 'print(1)' } });
  expect(encode(value).toJavaScript()).toEqual(asset);
});

test('a property named __proto__ reaches no prototype', () => {
  const struct = new Struct();
  struct.getFieldsMap().set(
    '__proto__',
    Struct.fromJavaScript({ v: { polluted: true } })
      .getFieldsMap()
      .get('v') as never,
  );
  const value: Properties = decode(struct).value;
  expect(Object.keys(value)).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
