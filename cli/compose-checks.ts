// The catalogue, the rules and the files of policies behind the CLI's port: the part of the composition root for `hx policy`. Renders nothing.
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { HxError } from '../automation/errors';
import { nearest } from '../automation/nearest';
import {
  InputError,
  judgeInput,
  levelOf,
  parityOf,
  parseInput,
  partsOfId,
  policies,
  readRules,
  scaffold,
  unusedExemptions,
  type Policy,
  type Rules,
} from '../policy/index';
import { rulesPlace } from './compose-policies';
import type { JudgedFile, ParityEntry, PolicyAdmin, PolicyDetails, PolicyEntry } from './policy-admin';
import { sourceIndex } from './source-index';

/** V8 holds no longer text. */
const largestFile = 500 * 1024 * 1024;

export async function policyAdmin(root: string): Promise<PolicyAdmin> {
  const rules = await readValidRules(root);
  let sources: ReturnType<typeof sourceIndex> | undefined;
  const judge = (what: string, environment: string | undefined, read: () => ReturnType<typeof parseInput>): JudgedFile => {
    const input = readInput(what, read);
    const known = rules.environments.find(({ name }) => name === environment);
    if (environment !== undefined && known === undefined) throw unknownEnvironment(environment, rules);
    const judgement = rules.judgementOf(input.stack, input.project);
    return { stack: input.stack, report: judgeInput(known === undefined ? judgement : { ...judgement, environment: known }, input), sources: input.sources };
  };
  return {
    list: () => policies.map((policy) => entryOf(policy, rules)),
    explain: (id) => detailsOf(find(id), rules),
    parity: async () => Promise.all(parityOf(policies).map(({ checkov, policy, reason }) => parityEntry(root, checkov, policy?.id, reason))),
    judgeFile: async (file, environment) => {
      const text = await readText(file);
      return judge(file, environment, () => parseInput(text));
    },
    judgeDeployment: (deployment) => Promise.resolve(judge('The recorded state', undefined, () => parseInput(JSON.stringify({ version: 3, deployment })))),
    exemptionProblems: (judged, findings) => {
      const { problems, exemptions } = rules.exemptions;
      const found = problems.flatMap(({ kind, line, column, message }) =>
        kind === 'malformed' ? [] : [{ kind, message, place: `policy/exemptions.yaml:${line}:${column}` }],
      );
      const unused = unusedExemptions(exemptions, judged, findings).map(({ policy, owner, urn }) => ({
        kind: 'unused' as const,
        message: `the exemption from ${policy} of ${owner} is used by nothing: ${urn}`,
      }));
      return Promise.resolve([...found, ...unused]);
    },
    locate: (urn) => (sources ??= sourceIndex(readComponents(join(root, 'infra')), 'infra'))(urn),
    create: (id) => create(root, id),
  };
}

async function readValidRules(root: string): Promise<Rules> {
  const rules = await readRules(rulesPlace(root), new Date());
  if (rules.mistakes.length === 0) return rules;
  const lines = rules.mistakes.slice(0, 10).map((mistake) => `  ${mistake}`);
  throw new HxError('usage', ['The rules of the policies are not valid; nothing was judged.', ...lines].join('\n'), {
    suggestion: 'put the named lines right',
  });
}

const levelsOf = (policy: Policy, { environments }: Rules): Readonly<Record<string, string>> =>
  Object.fromEntries(environments.map((environment) => [environment.name ?? '', levelOf(policy, environment)]));

const entryOf = (policy: Policy, rules: Rules): PolicyEntry => ({
  id: policy.id,
  title: policy.title,
  severity: policy.severity,
  scope: policy.scope,
  checkov: policy.checkov,
  anchors: policy.anchors ?? [],
  types: policy.types === 'every' ? ['every'] : policy.types,
  canRemediate: policy.scope === 'resource' && policy.remediate !== undefined,
  levels: levelsOf(policy, rules),
});

function detailsOf(policy: Policy, rules: Rules): PolicyDetails {
  const { area = '', topic = '' } = partsOfId(policy.id) ?? {};
  return {
    ...entryOf(policy, rules),
    rationale: policy.rationale,
    fix: policy.remediation.text,
    example: policy.remediation.example,
    references: policy.references,
    differs: policy.differs ?? {},
    file: `policy/policies/${area}/${topic}.ts`,
  };
}

function find(id: string): Policy {
  const wanted = id.toLowerCase();
  const names = ({ id: own, checkov, anchors = [] }: Policy): readonly string[] => [own, ...checkov, ...anchors];
  const found = policies.find((policy) => names(policy).some((name) => name.toLowerCase() === wanted));
  if (found !== undefined) return found;
  const left = parityOf([]).find(({ checkov }) => checkov.toLowerCase() === wanted);
  if (left !== undefined) throw new HxError('usage', `${left.checkov} is not ported: ${left.reason ?? ''}`, { suggestion: 'hx policy parity' });
  const close = nearest(id, policies.flatMap(names));
  throw new HxError('usage', `There is no policy '${id}'.`, { suggestion: close === undefined ? 'hx policy list' : `hx policy explain ${close}` });
}

async function parityEntry(root: string, checkov: string, policy: string | undefined, reason: string | undefined): Promise<ParityEntry> {
  const because = reason === undefined ? {} : { reason };
  if (policy === undefined) return { checkov, cases: 0, ...because };
  const table = `test/policy/cases/${policy}.yaml`;
  const texts = await Promise.all([table, `test/policy/checkov/${checkov}.yaml`].map((file) => readFile(join(root, file), 'utf8').catch(() => '')));
  const cases = texts.reduce((sum, text) => sum + (text.match(/^\s+(?:- )name:/gm)?.length ?? 0), 0);
  return { checkov, policy, cases, table, ...because };
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > largestFile) throw new HxError('usage', `${file} has ${Math.round(size / 1024 / 1024)} MB; at most ${largestFile / 1024 / 1024} MB are read.`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof HxError) throw error;
    throw new HxError('usage', `${file} cannot be read: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}.`, {
      suggestion: 'pulumi stack export --file stack.json',
    });
  }
}

function readInput(what: string, read: () => ReturnType<typeof parseInput>): ReturnType<typeof parseInput> {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError)
      throw new HxError('usage', `${what} ${error.message}.`, { cause: error, suggestion: 'pulumi stack export --file stack.json, or pulumi preview --json' });
    throw error;
  }
}

function unknownEnvironment(name: string, { environments }: Rules): HxError {
  const known = environments.flatMap((environment) => environment.name ?? []);
  const close = nearest(name, known);
  return new HxError('usage', `There is no environment '${name}'; there are ${known.join(', ')}.`, close === undefined ? {} : { suggestion: `--env ${close}` });
}

/** Components by path from `folder`. */
function readComponents(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  return new Map(files.map((entry) => [relative(folder, join(entry.parentPath, entry.name)), readFileSync(join(entry.parentPath, entry.name), 'utf8')]));
}

async function create(root: string, id: string): Promise<readonly string[]> {
  const parts = partsOfId(id);
  if (parts === undefined)
    throw new HxError('usage', `'${id}' is no id of a policy: it is <area>-<topic> in lower case, like storage-soft-delete.`, {
      suggestion: 'hx policy new storage-soft-delete',
    });
  if (policies.some((policy) => policy.id === id)) throw new HxError('usage', `There is a policy '${id}' already.`, { suggestion: `hx policy explain ${id}` });
  const areaIndex = await readFile(join(root, 'policy', 'policies', parts.area, 'index.ts'), 'utf8').catch(() => undefined);
  const { files } = scaffold(id, { areaIndex, catalogue: await readFile(join(root, 'policy', 'catalogue.ts'), 'utf8') });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return Object.keys(files);
}
