// Pulumi's wire form of property values against plain values: unknowns, secrets and assets. Knows no resource.
import { ListValue, NullValue, Struct, Value as WireValue } from 'google-protobuf/google/protobuf/struct_pb';
import { unknown, type Properties, type Value } from '../kind';
import { asText, isForbiddenKey, parsePath } from '../values';

const signature = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const assetSignature = 'c44067f5952c0a294b673a41bacd8c17';
const archiveSignature = '0def7320c3a5731c473e5ecbe6d01bc7';
const unknownString = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const unknowns: ReadonlySet<string> = new Set([
  unknownString,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** Which parts of a value are secret; an empty key stands for every element of a list. */
export class SecretPaths {
  isSecret = false;
  private readonly children = new Map<string, SecretPaths>();

  add(parts: readonly (string | number)[]): this {
    const [part, ...rest] = parts;
    if (part === undefined) this.isSecret = true;
    else this.ensure(String(part)).add(rest);
    return this;
  }

  /** Dotted paths, `[]` for every element. */
  addAll(paths: readonly string[]): this {
    for (const path of paths) this.add(parsePath(path));
    return this;
  }

  merge(other: SecretPaths): this {
    this.isSecret ||= other.isSecret;
    for (const [key, child] of other.children) this.ensure(key).merge(child);
    return this;
  }

  at(key: string): SecretPaths | undefined {
    const [own, every] = [this.children.get(key), /^\d+$/.test(key) ? this.children.get('') : undefined];
    return own === undefined || every === undefined ? (own ?? every) : new SecretPaths().merge(own).merge(every);
  }

  private ensure(key: string): SecretPaths {
    const child = this.children.get(key) ?? new SecretPaths();
    this.children.set(key, child);
    return child;
  }
}

export interface Decoded {
  readonly value: Properties;
  readonly secrets: SecretPaths;
}

/** Secrets come out unwrapped, with their paths; unknowns as the symbol; assets as `{ $asset: hash, … }`. */
export function decode(struct: Struct | undefined): Decoded {
  const secrets = new SecretPaths();
  return { value: struct === undefined ? {} : decodeStruct(struct, [], secrets), secrets };
}

function decodeStruct(struct: Struct, path: (string | number)[], secrets: SecretPaths): Properties {
  const decoded: Properties = {};
  struct.getFieldsMap().forEach((value, key) => {
    if (!isForbiddenKey(key)) decoded[key] = decodeValue(value, [...path, key], secrets);
  });
  return decoded;
}

function decodeValue(wire: WireValue, path: (string | number)[], secrets: SecretPaths): Value {
  switch (wire.getKindCase()) {
    case WireValue.KindCase.STRING_VALUE: {
      const text = wire.getStringValue();
      return unknowns.has(text) ? unknown : text;
    }
    case WireValue.KindCase.NUMBER_VALUE:
      return wire.getNumberValue();
    case WireValue.KindCase.BOOL_VALUE:
      return wire.getBoolValue();
    case WireValue.KindCase.LIST_VALUE:
      return (wire.getListValue()?.getValuesList() ?? []).map((item, index) => decodeValue(item, [...path, index], secrets));
    case WireValue.KindCase.STRUCT_VALUE: {
      const struct = wire.getStructValue();
      return struct === undefined ? {} : decodeSpecial(struct, path, secrets);
    }
    default:
      return null;
  }
}

function decodeSpecial(struct: Struct, path: (string | number)[], secrets: SecretPaths): Value {
  const fields = struct.getFieldsMap();
  const mark = fields.get(signature)?.getStringValue();
  if (mark === secretSignature) {
    secrets.add(path);
    const inner = fields.get('value');
    return inner === undefined ? null : decodeValue(inner, path, secrets);
  }
  const plain = decodeStruct(struct, path, secrets);
  if (mark !== assetSignature && mark !== archiveSignature) return plain;
  const { [signature]: _mark, hash, ...rest } = plain;
  return { ...rest, $asset: hash ?? '', ...(mark === archiveSignature ? { $isArchive: true } : {}) };
}

/** `secrets` says which parts are wrapped. */
export function encode(value: Properties, secrets?: SecretPaths): Struct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  const isAsset = typeof value['$asset'] === 'string';
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || (isAsset && key.startsWith('$'))) continue;
    fields.set(key, encodeValue(item, secrets?.at(key)));
  }
  if (isAsset) {
    fields.set(signature, new WireValue().setStringValue(value['$isArchive'] === true ? archiveSignature : assetSignature));
    if (value['$asset'] !== '') fields.set('hash', new WireValue().setStringValue(asText(value['$asset'])));
  }
  return struct;
}

function encodeValue(value: Value, secrets: SecretPaths | undefined): WireValue {
  const wire = encodePlain(value, secrets);
  if (secrets?.isSecret !== true) return wire;
  const wrapper = new Struct();
  wrapper.getFieldsMap().set(signature, new WireValue().setStringValue(secretSignature)).set('value', wire);
  return new WireValue().setStructValue(wrapper);
}

function encodePlain(value: Value, secrets: SecretPaths | undefined): WireValue {
  const wire = new WireValue();
  if (value === unknown) return wire.setStringValue(unknownString);
  if (value === null) return wire.setNullValue(NullValue.NULL_VALUE);
  if (typeof value === 'string') return wire.setStringValue(value);
  if (typeof value === 'number') return wire.setNumberValue(value);
  if (typeof value === 'boolean') return wire.setBoolValue(value);
  if (!Array.isArray(value)) return wire.setStructValue(encode(value as Properties, secrets));
  return wire.setListValue(new ListValue().setValuesList(value.map((item, index) => encodeValue(item, secrets?.at(String(index))))));
}
