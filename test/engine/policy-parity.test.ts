import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeProperties } from '../../policy/decode';
import { judgeInput } from '../../policy/check';
import { parseInput } from '../../policy/input';
import { policies } from '../../policy/catalogue';
import type { Resource } from '../../policy/resource';
import { readRules } from '../../policy/rules';
import { Secret, Unknown, type Value } from '../../policy/value';
import { caseFiles, readCases, resourcesOf } from '../policy/support/cases';
import { root } from '../support/imports';

const engine = process.env['HX_TEST_ENGINE'] ?? '';
const stack = 'urn:pulumi:live::shop::pulumi:pulumi:Stack::shop-live';

const isPlain = (value: Value): boolean =>
  !(value instanceof Secret) &&
  !(value instanceof Unknown) &&
  (typeof value !== 'object' || value === null || Object.values(value).every((inner: Value) => isPlain(inner)));

/** Every resource of every table of cases, as the state of one stack of another project: compliant and broken side by side. */
function everything(): readonly object[] {
  const renamed = (urn: string, suffix: string): string => `${urn.replace('urn:pulumi:prod-eastus::hiscox-etl', 'urn:pulumi:live::shop')}-${suffix}`;
  const stateOf = (resource: Resource, suffix: string): object => ({
    urn: renamed(resource.urn, suffix),
    custom: true,
    id: `id-${suffix}-${resource.name}`,
    type: resource.urn.split('::')[2],
    inputs: encodeProperties(resource.inputs),
    outputs: {},
    protect: resource.isProtected,
    parent: stack,
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, urns.map((urn) => renamed(urn, suffix))]),
    ),
  });
  return caseFiles().flatMap((file) => {
    const policy = policies.find(({ id }) => `${id}.yaml` === file);
    if (policy === undefined) throw new Error(`no policy for ${file}`);
    return readCases(file).flatMap((one, index) => {
      const resources = resourcesOf(one, policy);
      return resources.every(({ inputs }) => isPlain(inputs)) ? resources.map((resource) => stateOf(resource, `${policy.id}-${index}`)) : [];
    });
  });
}

test('the bare Pulumi CLI finds with this pack exactly what hx policy check --input finds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hx-analyze-'));
  try {
    const shim = join(folder, 'bin', 'pulumi-analyzer-policy-nodejs');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'node_modules/@pulumi/pulumi/cmd/run-policy-pack')}' "$@"\n`, { mode: 0o755 });
    const file = join(folder, 'stack.json');
    const resources = [{ urn: stack, custom: false, type: 'pulumi:pulumi:Stack' }, ...everything()];
    const text = JSON.stringify({ version: 3, deployment: { manifest: { time: '2026-01-01T00:00:00Z', magic: '', version: '' }, resources } });
    writeFileSync(file, text);
    const { stdout, stderr } = spawnSync(engine, ['policy', 'analyze', '--file', file, '--policy-pack', join(root, 'policy'), '--json'], {
      cwd: folder,
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: folder, PULUMI_HOME: join(folder, 'home'), PULUMI_SKIP_UPDATE_CHECK: 'true' },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    const events = stdout
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { readonly policyEvent?: Readonly<Record<string, string>> }] : []));
    const bare = events.flatMap(({ policyEvent: one }) =>
      one === undefined ? [] : [`${one['policyName'] ?? ''} ${one['resourceUrn'] ?? ''} ${one['enforcementLevel'] ?? ''}`],
    );
    const rules = await readRules({ environments: join(root, 'infra/environments'), exemptions: join(root, 'policy/exemptions.yaml') }, new Date());
    const { findings } = judgeInput(rules.judgementOf('live'), parseInput(text));
    const own = findings.map(({ policy, urn, isBlocking }) => `${policy} ${urn} ${isBlocking ? 'mandatory' : 'advisory'}`);
    expect({ found: own.length > 100, stderr: stderr.replace(/^(warning: using pulumi-analyzer|error: one or more mandatory).*\n?/gm, '') }).toEqual({
      found: true,
      stderr: '',
    });
    expect(bare.toSorted()).toEqual(own.toSorted());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
