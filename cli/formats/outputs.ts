// The outputs of targets in the forms that shells, dotenv files and CI systems read. Pure; quoting is right for every value.
import { HxError } from '../../automation/errors';
import type { Json, JsonObject } from '../../automation/json';

export const outputFormats = ['env', 'dotenv', 'github', 'azdo'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface OutputsOfTarget {
  readonly env: string;
  readonly region: string;
  readonly outputs: JsonObject;
  readonly secretOutputs: readonly string[];
}

/** The object of `hx outputs --json`. Secrets are not in it; their names are. */
export function outputsObject(targets: readonly OutputsOfTarget[]): object {
  return {
    version: 1,
    targets: targets.map(({ env, region, outputs, secretOutputs }) => ({ env, region, outputs, ...(secretOutputs.length === 0 ? {} : { secretOutputs }) })),
  };
}

/** "databricksUrl" as "databricks_url"; "keyVaultURI" as "key_vault_uri". Only letters, digits and underscores are left. */
export const snakeCase = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
    .replace(/^(?=\d)/, '_');

/** A value as text: strings as they are, everything else as JSON. */
export const valueText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const dotenvQuoted = (text: string): string =>
  /^[A-Za-z0-9_./:@%+,=-]*$/.test(text)
    ? text
    : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '\\$').replaceAll('`', '\\`').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
// GitHub and Azure Pipelines undo exactly these escapes in the data of a workflow command.
const githubData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const azdoData = (text: string): string => text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/**
 * Lines in one format. Several targets get prefixes, so that no output of one hides another's: `prod_westus2_storage_account`.
 * `delimiter` ends values of several lines in the github format; it must not be a line of one.
 */
export function outputLines(targets: readonly OutputsOfTarget[], format: OutputFormat, delimiter: string): readonly string[] {
  const isPrefixed = targets.length > 1;
  return targets.flatMap(({ env, region, outputs, secretOutputs }) => {
    const prefix = isPrefixed ? `${snakeCase(`${env}_${region}`)}_` : '';
    const named = Object.entries(outputs).map(([key, value]) => ({
      name: `${prefix}${snakeCase(key)}`,
      text: valueText(value),
      isSecret: secretOutputs.includes(key),
    }));
    const double = named.find(({ name }, index) => named.findIndex((one) => one.name === name) !== index);
    if (double !== undefined)
      throw new HxError('usage', `Two outputs of ${env}-${region} are both ${double.name} in this format.`, { suggestion: 'hx outputs --json' });
    return named.flatMap((output) => formatted(output, format, delimiter));
  });
}

interface NamedOutput {
  readonly name: string;
  readonly text: string;
  readonly isSecret: boolean;
}

function formatted({ name, text, isSecret }: NamedOutput, format: OutputFormat, delimiter: string): readonly string[] {
  switch (format) {
    case 'env':
      return [`export ${name.toUpperCase()}=${shellQuoted(text)}`];
    case 'dotenv':
      return [`${name.toUpperCase()}=${dotenvQuoted(text)}`];
    case 'github':
      return [
        ...(isSecret
          ? text
              .split(/\r?\n/)
              .filter((line) => line !== '')
              .map((line) => `::add-mask::${githubData(line)}`)
          : []),
        ...githubLines(name, text, delimiter),
      ];
    case 'azdo':
      return [`##vso[task.setvariable variable=${name};isOutput=true${isSecret ? ';issecret=true' : ''}]${azdoData(text)}`];
  }
}

function githubLines(name: string, text: string, delimiter: string): readonly string[] {
  if (!/[\r\n]/.test(text)) return [`${name}=${text}`];
  if (text.split(/\r?\n/).includes(delimiter))
    throw new HxError('failure', `The value of ${name} contains the delimiter of its own lines.`, { suggestion: 'hx outputs --json' });
  return [`${name}<<${delimiter}`, text, delimiter];
}
