// Replaces known secret values in everything that leaves a run. Pure.

export type Redact = <Value>(value: Value) => Value;

const mask = '[secret]';
/** Shorter values would mask ordinary words. */
const shortest = 6;
const secretName = /SECRET|TOKEN|PASSWORD|PASSPHRASE$|ACCESS_KEY|ACCOUNT_KEY|SAS$|CONNECTION_STRING|CREDENTIAL/;

/** Each secret as it is, and as it looks in JSON, a URL and base64. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];

/** A function that masks the secrets in a string, or in every string of a JSON value. */
export function redactor(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= shortest).flatMap(formsOf))].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return (value) => value;
  const inText = (text: string): string => forms.reduce((masked, form) => masked.replaceAll(form, mask), text);
  const inValue = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(inValue);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [inText(key), inValue(inner)]));
  };
  return <Value>(value: Value) => inValue(value) as Value;
}

/** Values of the variables whose names say that they are secret. */
export function secretsIn(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => (value !== undefined && secretName.test(name) ? [value] : []));
}
