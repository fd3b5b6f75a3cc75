import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { outputLines, outputsObject, snakeCase, type OutputsOfTarget } from '../../../cli/formats/outputs';

const of = (outputs: OutputsOfTarget['outputs'], secretOutputs: readonly string[] = []): readonly OutputsOfTarget[] => [
  { env: 'dev', region: 'eastus', outputs, secretOutputs },
];

describe('outputs for other programs', () => {
  test.each([
    ['databricksUrl', 'databricks_url'],
    ['storageAccount', 'storage_account'],
    ['keyVaultURI', 'key_vault_uri'],
    ['appInsightsId', 'app_insights_id'],
    ['ADFName2', 'adf_name2'],
    ['a-b.c', 'a_b_c'],
    ['2fast', '_2fast'],
  ])('name %s %s', (name, expected) => {
    expect(snakeCase(name)).toBe(expected);
  });

  test('are an object with a version in JSON; secrets are only named', () => {
    expect(outputsObject(of({ storageAccount: 'st' }, ['key']))).toEqual({
      version: 1,
      targets: [{ env: 'dev', region: 'eastus', outputs: { storageAccount: 'st' }, secretOutputs: ['key'] }],
    });
  });

  test('of format env give any value back in a real shell', () => {
    const value = fc.string({ unit: fc.constantFrom("'", '"', '$', '`', '\\', '\n', ' ', ';', 'a', '(', ')', '!', '*', '~', '#', '&', '|', '%') });
    fc.assert(
      fc.property(value, (text) => {
        const script = `${outputLines(of({ theValue: text }), 'env', 'd').join('\n')}\nprintf '%s' "$THE_VALUE"`;
        expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  test('of format dotenv are quoted where they must be', () => {
    expect(outputLines(of({ a: 'https://x.net/y', b: 'two words', c: 'q"$`\\\n' }), 'dotenv', 'd')).toEqual([
      'A=https://x.net/y',
      'B="two words"',
      'C="q\\"\\$\\`\\\\\\n"',
    ]);
  });

  test('of format github are name=value, several lines between delimiters, secrets masked before they appear', () => {
    expect(outputLines(of({ databricksUrl: 'https://adb.net', text: 'a\nb', key: 's%x' }, ['key']), 'github', 'EOF1')).toEqual([
      'databricks_url=https://adb.net',
      'text<<EOF1',
      'a\nb',
      'EOF1',
      '::add-mask::s%25x',
      'key=s%x',
    ]);
  });

  test('of format github can not smuggle a second output in', () => {
    expect(() => outputLines(of({ text: 'a\nEOF1\nevil=1' }), 'github', 'EOF1')).toThrow(/delimiter/);
  });

  test('of format azdo are variables of the step, secret where they are', () => {
    expect(outputLines(of({ databricksUrl: 'https://adb.net', key: 'a%b\nc' }, ['key']), 'azdo', 'd')).toEqual([
      '##vso[task.setvariable variable=databricks_url;isOutput=true]https://adb.net',
      '##vso[task.setvariable variable=key;isOutput=true;issecret=true]a%AZP25b%0Ac',
    ]);
  });

  test('of several targets carry the target in their names, so that none hides another', () => {
    const two = [...of({ storageAccount: 'a' }), { env: 'prod', region: 'westus2', outputs: { storageAccount: 'b' }, secretOutputs: [] }];
    expect(outputLines(two, 'github', 'd')).toEqual(['dev_eastus_storage_account=a', 'prod_westus2_storage_account=b']);
  });

  test('that would have the same name in a format are refused', () => {
    expect(() => outputLines(of({ aB: '1', 'a-b': '2' }), 'env', 'd')).toThrow(/both a_b/);
  });

  test('that are objects are printed as JSON', () => {
    expect(outputLines(of({ hosts: ['a', 'b'] }), 'github', 'd')).toEqual(['hosts=["a","b"]']);
  });
});
