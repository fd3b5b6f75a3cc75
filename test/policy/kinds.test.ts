// The tables of kinds against the SDKs: a token or an input that is misspelt would judge nothing, and nobody would notice.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policies } from '../../policy/catalogue';
import { nameRules } from '../../policy/policies/governance/legal-names';
import { lockableKinds, statefulKinds as judgedKinds } from '../../policy/policies/governance/stateful-kinds';
import { tagPaths } from '../../policy/policies/governance/tagged-kinds';
import { profileType } from '../../policy/policies/monitor/activity-log';
import { statefulKinds } from '../../infra/protection';
import { taggedKinds } from '../../infra/tags-transform';

/** In older versions of the provider alone; their stacks are judged all the same. */
const retired: readonly string[] = [profileType];

const modules = join(__dirname, '..', '..', 'node_modules', '@pulumi');
const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** The declaration file of a token; undefined for a provider whose SDK is not here. */
function declarationOf(token: string): string | undefined {
  const [provider = '', module = '', kind = ''] = token.split(':');
  if (provider === 'azure-native') return join(modules, provider, module, `${lower(kind)}.d.ts`);
  return provider === 'databricks' ? join(modules, provider, `${lower(kind)}.d.ts`) : undefined;
}

const has = (token: string, input: string): boolean => {
  const text = readFileSync(declarationOf(token) ?? '', 'utf8');
  return new RegExp(`\\n {4}${input}\\??: `).test(text.slice(text.indexOf('Args {')));
};

describe('the kinds that policies judge', () => {
  const tokens = [...new Set([...policies.flatMap(({ types }) => (types === 'every' ? [] : types)), ...Object.keys(tagPaths), ...lockableKinds])];

  test('are kinds of the SDKs', () => {
    const unheardOf = tokens.filter((token) => {
      if (retired.includes(token)) return false;
      const file = declarationOf(token);
      return file !== undefined && !existsSync(file);
    });
    expect(unheardOf).toEqual([]);
  });

  test('have the input that their tags are read from', () => {
    expect(Object.entries(tagPaths).filter(([token, path]) => !has(token, path.split('.')[0] ?? ''))).toEqual([]);
  });

  test('have the input that their name is read from', () => {
    expect(Object.entries(nameRules).filter(([token, { input }]) => !has(token, input))).toEqual([]);
  });

  test('have tags wherever the programs give them some, and protection wherever the programs protect', () => {
    expect(Object.keys(taggedKinds).filter((token) => !Object.hasOwn(tagPaths, token) && token !== 'azure-native:resources:Deployment')).toEqual([]);
    expect([...statefulKinds].filter((token) => !judgedKinds.some((kind) => kind === token))).toEqual([]);
  });
});
