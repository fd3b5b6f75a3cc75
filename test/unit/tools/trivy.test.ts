import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ensureTool, findTool, goArguments, pinnedTrivyVersion, secretRulesPath, trivyProgram, trivyTool, type Bring } from '../../../automation/tools';

const root = join(__dirname, '..', '..', '..');
const module_ = join(root, trivyProgram.module);

describe('the build of trivy', () => {
  test('takes the version that go.mod and go.sum pin', () => {
    expect(readFileSync(join(module_, 'go.mod'), 'utf8')).toContain(`require github.com/aquasecurity/trivy v${pinnedTrivyVersion}\n`);
    expect(readFileSync(join(module_, 'go.sum'), 'utf8')).toContain(`github.com/aquasecurity/trivy v${pinnedTrivyVersion} h1:`);
  });

  test('names the package that tools.go keeps in go.mod, and stamps the version into it', () => {
    const args = goArguments(trivyProgram, '/out/trivy', '0.57.1');
    expect(readFileSync(join(module_, 'tools.go'), 'utf8')).toContain(`_ "${args.at(-1)}"`);
    expect(args.join(' ')).toContain('pkg/version/app.ver=0.57.1 -o /out/trivy');
  });
});

describe('trivy', () => {
  test.each([
    ['0.57.1', true],
    ['0.69.3', true],
    ['0.72.0', true],
    ['0.57.0', false],
    ['1.0.0', false],
    ['0.69.4', false],
    ['0.69.5', false],
    ['0.69.6', false],
  ])('of version %s fits: %s', (version, isFit) => {
    expect(trivyTool().fits(version)).toBe(isFit);
  });

  test.each([
    ['Version: 0.57.1', '0.57.1'],
    ['Version: 0.70.0\nVulnerability DB:\n  Version: 2\n  UpdatedAt: 2026-11-01 06:17:15 UTC\n', '0.70.0'],
    ['trivy: not found', undefined],
    ['', undefined],
  ])('tells its version in %j', (text, version) => {
    expect(trivyTool().readVersion(text)).toBe(version);
  });
});

describe('bringing trivy', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-trivy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, version: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\nprintf 'Version: ${version}'\n`, { mode: 0o755 });
  };
  const options = (): Parameters<typeof ensureTool>[1] => ({ root: folder, cache: join(folder, 'cache'), environment: { PATH: join(folder, 'path') } });
  const build: Bring = async (target) => {
    write(join(target, 'bin', 'trivy'), pinnedTrivyVersion);
    return undefined;
  };
  const mustNotBuild: Bring = () => Promise.reject(new Error('it is there already'));

  test('takes the one on PATH, else builds it once into the cache', async () => {
    await expect(ensureTool(trivyTool(build), options())).resolves.toMatchObject({ source: 'go', version: pinnedTrivyVersion });
    await expect(ensureTool(trivyTool(mustNotBuild), options())).resolves.toMatchObject({
      source: 'cache',
      binary: join(folder, 'cache', 'tools', 'trivy', pinnedTrivyVersion, 'bin', 'trivy'),
    });
    write(join(folder, 'path', 'trivy'), '0.60.0');
    await expect(ensureTool(trivyTool(mustNotBuild), options())).resolves.toMatchObject({ source: 'path', version: '0.60.0' });
  });

  test('leaves a release with malware on PATH alone, and says so', async () => {
    write(join(folder, 'path', 'trivy'), '0.69.4');
    const { found, refused } = await findTool(trivyTool(), options());
    expect(found).toBeUndefined();
    expect(refused.map(({ message }) => message)).toEqual([expect.stringContaining('CVE-2026-33634')]);
  });

  test('that fails says what to install', async () => {
    await expect(
      ensureTool(
        trivyTool(async () => 'Go is not on PATH'),
        options(),
      ),
    ).rejects.toMatchObject({
      reason: 'failure',
      message: `no trivy ${pinnedTrivyVersion} could be brought: Go is not on PATH`,
      suggestion: expect.stringContaining('https://go.dev/dl'),
    });
  });
});

describe('the rules for secrets', () => {
  const { rules } = parse(readFileSync(secretRulesPath(root), 'utf8')) as { rules: { id: string; regex: string; severity: string; title: string }[] };

  test('have ids of their own, a title and a severity', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, title, severity } of rules) {
      expect(id).toMatch(/^hx-[a-z-]+$/);
      expect(title).not.toBe('');
      expect(['CRITICAL', 'HIGH', 'MEDIUM']).toContain(severity);
    }
  });

  // Trivy 0.57 reads the position of every group of that name, also of one that took no part in the match, and breaks on it.
  test('name one group a rule', () => {
    expect(rules.filter(({ regex }) => (regex.match(/\?P<secret>/g) ?? []).length > 1).map(({ id }) => id)).toEqual([]);
  });
});
