// What a name says about its value: that it is a password, that it may be a credential, or nothing.

/** `password`: any literal is one. `credential`: a literal is one when it looks random. */
export type Hint = 'password' | 'credential' | 'none';

const password = /(?:^pass|password|passwd|passphrase|pwd|contrase[nñ]a)s?\d{0,4}$/;
const credential = /(?:secret|token|credential|apikey|accesskey|accountkey|authkey|clientkey|privatekey|servicekey)s?\d{0,4}$/;
/** Words that make a credential of the word "key" that follows them. */
const keyOwners = new Set(
  'api auth access account service db database private priv client shared encryption signing subscription master function storage host primary secondary nessus recaptcha'.split(
    ' ',
  ),
);
/** A name that ends with one of these speaks of the credential and does not hold it: secretName, tokenEndpoint, passwordPolicy. */
const aspects = new Set(
  (
    'name names id ids uri url path scope type version ref reference policy expiry expiration expires days minutes seconds lifetime enabled disabled required ' +
    'rotation count length size permissions permission endpoint audience audiences issuer format backend resource location provider algorithm hint description ' +
    'label title user username group metadata mode source file method status state template prefix pattern auth authentication alias arn email'
  ).split(' '),
);

/** "administratorLoginPassword", "DB_PASSWORD" and "spark.db.password" in lower-case words. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .slice(0, 300)
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');

export function hintOf(name: string): Hint {
  const words = wordsOf(name);
  if (aspects.has(words.at(-1) ?? '') || words.some((word) => word.startsWith('public')) || words.includes('example')) return 'none';
  if (words.some((word) => password.test(word))) return 'password';
  const pairs = words.map((word, index) => `${words[index - 1] ?? ''} ${word}`);
  if (pairs.includes('client secret') || pairs.includes('app secret')) return 'password';
  const isKey = words.some((word, index) => word === 'key' && keyOwners.has(words[index - 1] ?? ''));
  return isKey || words.some((word) => credential.test(word)) ? 'credential' : 'none';
}
