// Tells secrets that nobody has marked: by the shape of published tokens, and by what a value is called and how it looks.
import type { Value } from '../value';
import { azureClientSecrets, azureKeys, azureSas, connectionStrings, databricksTokens } from './azure-shapes';
import { isPassword, isRandom, isStriking } from './literals';
import { hintOf, wordsOf } from './names';
import { awsKeys, basicAuth, ibmKeys, messagingTokens, packageTokens, paymentKeys, privateKeys, sourceControlTokens, webTokens } from './service-shapes';
import { FewTexts } from './few-texts';
import { hasShape, type Shape } from './shapes';
import { textsOf, type InputText } from './texts';

/** Every published shape that is known. */
const knownShapes: readonly Shape[] = [
  ...azureKeys,
  ...azureSas,
  ...azureClientSecrets,
  ...connectionStrings,
  ...databricksTokens,
  ...packageTokens,
  ...awsKeys,
  ...ibmKeys,
  ...messagingTokens,
  ...paymentKeys,
  ...sourceControlTokens,
  ...privateKeys,
  ...basicAuth,
  ...webTokens,
];

/** Long random texts that are none of anybody's business: digests, certificates, contents. */
const openWords = new Set('content base64 hash checksum digest etag md5 sha256 sha512 fingerprint thumbprint certificate cert public image'.split(' '));

/** Code, JSON and query texts hold assignments of their own. A quoted value is a literal; one without quotes has to look random. */
const inText =
  /(?<![A-Za-z0-9])([A-Za-z0-9_.-]{0,60}(?:password|passwd|passphrase|pwd|secret|token|(?:api|access|account|auth|client|private)[_-]?key))["']?\s{0,3}[:=]\s{0,3}(?:"([^"\s]{5,200})"|'([^'\s]{5,200})'|([^\s"'&;,<>{}()[\]$]{8,200}))/gi;

function findIn(text: string): string | undefined {
  for (const [, name = '', double, single, bare] of text.matchAll(inText)) {
    const hint = hintOf(name);
    const quoted = double ?? single;
    if (hint === 'password' && quoted !== undefined && isPassword(quoted)) return 'a password in its text';
    if (hint !== 'none' && isRandom(quoted ?? bare ?? '')) return 'a credential in its text';
  }
  return undefined;
}

/** Texts of settings that were looked at and hold nothing: "eastus", "Disabled" and the like come again and again. */
const harmless = new FewTexts();
const found = new WeakMap<InputText, readonly Shape[]>();

/** Every published shape that a text has; what kind each is, the policy on that kind tells. Looked for once a text. */
export function shapesIn(input: InputText): readonly Shape[] {
  const known = found.get(input);
  if (known !== undefined) return known;
  const key = `${input.name}\0${input.text}`;
  const shapes = harmless.has(key) ? [] : knownShapes.filter((candidate) => hasShape(input, candidate));
  if (shapes.length === 0) harmless.add(key);
  found.set(input, shapes);
  return shapes;
}

/** What a text without a known shape is, by its name and by how it looks; undefined for one that is no secret. */
export function credentialIn({ name, text, isSecure }: InputText): string | undefined {
  const hint = hintOf(name);
  if (hint === 'password' && isPassword(text)) return 'a password';
  if (isSecure && isPassword(text)) return 'a secret in the open, although its type is a secure one';
  if (hint === 'credential' && isRandom(text)) return 'a credential';
  if (isStriking(text) && !wordsOf(name).some((word) => openWords.has(word))) return 'a key: long and random';
  return findIn(text);
}

/** True where a text in the value looks like a secret, though it is not marked as one: it must not be shown. */
export const looksSecret = (value: Value, name: string): boolean =>
  textsOf(value, name).some((text) => shapesIn(text).length > 0 || credentialIn(text) !== undefined);

const everywhere = knownShapes.map(({ pattern }) => new RegExp(pattern.source, `${pattern.flags}g`));
/** Messages without a secret: most say the same of many resources. */
const plain = new FewTexts();

/** The text with everything of a known shape taken out. */
export function withoutSecrets(text: string): string {
  if (plain.has(text)) return text;
  const rest = everywhere.reduce((left, pattern) => left.replaceAll(pattern, '[secret]'), text);
  if (rest === text) plain.add(text);
  return rest;
}
