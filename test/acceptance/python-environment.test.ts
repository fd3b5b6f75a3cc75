import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const project = join(__dirname, '..', '..');
const tools = ['sh', 'mkdir', 'date', 'sleep', 'rm', 'grep', 'head', 'env', 'cat', 'flock', 'perl'];
let root: string;

/** Answers as Python does where it matters: its version, `venv`, `pip install` that brings a uv, and the digest of the lock file. */
const fakePython = (): string => `#!/bin/sh
case "$*" in
  *version_info*) [ ! -f '${root}/python-is-old' ] ;;
  *ensurepip*) ;;
  *sys.executable*) echo '${root}/bin/python3' ;;
  '-m venv '*) mkdir -p "$3/bin"; cp '${root}/bin/python3' "$3/bin/python" ;;
  *'pip install'*)
    echo pip >>'${root}/calls'
    if [ -f '${root}/pip-fails' ]; then echo 'ERROR: no matching distribution'; exit 1; fi
    cp '${root}/fake-uv' "\${0%/python}/uv" ;;
  --version) echo 'Python 3.9.2' ;;
  *) cat '${root}/app/uv.lock' >/dev/null; while read -r line; do :; done; printf 'digest-'; cat '${root}/app/uv.lock' ;;
esac
`;
const fakeUv = (): string => `#!/bin/sh
echo "uv $*" >>'${root}/calls'
sleep 0.3
mkdir -p "$UV_PROJECT_ENVIRONMENT/bin"
cp '${root}/bin/python3' "$UV_PROJECT_ENVIRONMENT/bin/python"
`;
const driver = `root='ROOT'; . "$root/scripts/bootstrap.sh"; . "$root/scripts/python.sh"; bring_python; echo "$python"`;

const program = (path: string, text: string): void => {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
};
const bring = async (what = ''): Promise<{ status: number | null; stdout: string; stderr: string }> => {
  const child = spawn(join(root, 'bin', 'sh'), ['-euc', driver.replace('ROOT', root).replace('bring_python', `bring_python ${what}`)], {
    env: { PATH: join(root, 'bin'), HX_CACHE: join(root, 'cache') },
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...text };
};
const calls = (): string => (existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8') : '');

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'hx-python-')));
  for (const folder of ['bin', 'app', 'scripts/python']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['scripts/bootstrap.sh', 'scripts/python.sh', 'scripts/python/uv.txt']) copyFileSync(join(project, file), join(root, file));
  writeFileSync(join(root, 'app', 'uv.lock'), 'one');
  for (const tool of [...tools, 'cp']) {
    const found = (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((folder) => join(folder, tool))
      .find(existsSync);
    if (found !== undefined) symlinkSync(found, join(root, 'bin', tool));
  }
  program(join(root, 'fake-uv'), fakeUv());
  program(join(root, 'bin', 'python3'), fakePython());
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the Python environment is brought once, in two steps that say what they do, and then silently', async () => {
  const first = await bring();
  expect(first).toMatchObject({ status: 0, stdout: `${root}/cache/python/env-digest-one/bin/python\n` });
  expect(first.stderr).toMatch(
    /^hx: uv [\d.]+ \(from PyPI\) …\nhx: uv .*: done in \d+ s\nhx: Python packages \(uv sync\) …\nhx: Python packages .*: done in \d+ s\n$/,
  );
  expect(calls()).toMatch(/^pip\nuv sync --project \S+\/app --python \S+ --frozen --no-install-project .*\n$/);
  expect(await bring()).toEqual({ ...first, stderr: '' });
});

test('another lock file is another environment, made with the uv that is there', async () => {
  await bring();
  writeFileSync(join(root, 'app', 'uv.lock'), 'two');
  expect((await bring()).stdout).toBe(`${root}/cache/python/env-digest-two/bin/python\n`);
  expect(existsSync(join(root, 'cache', 'python', 'env-digest-one'))).toBe(true);
  expect(calls().match(/pip/g)).toHaveLength(1);
});

test("Azure's connectors come in an environment of their own", async () => {
  await bring();
  const azure = await bring('azure');
  expect(azure.stdout).toBe(`${root}/cache/python/env-digest-one-azure/bin/python\n`);
  expect(calls()).toMatch(/uv sync .* --group dev --extra azure --extra databricks --extra dbt-databricks --no-progress\n$/);
  expect((await bring('azure')).stderr).toBe('');
});

test('a uv that was removed is brought again, and the packages are left as they are', async () => {
  const { stdout } = await bring();
  rmSync(join(root, 'cache', 'python', readdirSync(join(root, 'cache', 'python')).find((name) => name.startsWith('uv-')) ?? ''), { recursive: true });
  expect((await bring()).stdout).toBe(stdout);
  expect(calls().match(/pip/g)).toHaveLength(2);
  expect(calls().match(/uv sync/g)).toHaveLength(1);
});

test('two that start together install once', async () => {
  const both = await Promise.all([bring(), bring()]);
  expect(both.map(({ status }) => status)).toEqual([0, 0]);
  expect(calls().match(/uv sync/g)).toHaveLength(1);
});

test('a Python that is too old is named with what to install, before anything is brought', async () => {
  writeFileSync(join(root, 'python-is-old'), '');
  const { status, stderr } = await bring();
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^hx: error: no Python 3\.11, 3\.12 or 3\.13 with venv is on PATH \(Python 3\.9\.2\).*\n {4}try: install it \(Debian, Ubuntu: apt install python3 /,
  );
  expect(calls()).toBe('');
});

test('a failed installation shows why and is tried again by the next start', async () => {
  writeFileSync(join(root, 'pip-fails'), '');
  const failed = await bring();
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain('ERROR: no matching distribution');
  expect(failed.stderr).toContain('hx: error: uv could not be installed');
  rmSync(join(root, 'pip-fails'));
  expect((await bring()).status).toBe(0);
});
