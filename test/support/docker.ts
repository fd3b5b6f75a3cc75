// The real Docker daemon of tests, and what they do with it. Without one a laptop skips, visibly; where CI is set, that fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { PythonEnvironment, StagedContext } from '../../automation/images';

export const root = join(__dirname, '..', '..');
export const cache = process.env['HX_CACHE'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'hx');

const hasDaemon = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 20_000 }).status === 0;

/** A `describe` that needs the daemon. */
export function describeWithDocker(name: string, body: () => void): void {
  if (hasDaemon) {
    describe(name, body);
  } else if (process.env['CI']) {
    describe(name, () => {
      test('has a Docker daemon', () => {
        throw new Error('CI is set and no Docker daemon answers: these tests must run here. Start one: dockerd, or .ci/run as root on Debian');
      });
    });
  } else {
    process.stderr.write(`\nNOT TESTED: ${name}: no Docker daemon answers on this machine; start one (docker version shows it) and run it again.\n`);
    describe.skip(name, body);
  }
}

export const docker = (...args: readonly string[]): string => {
  const environment = { ...process.env, DOCKER_BUILDKIT: '0' };
  return execFileSync('docker', args, { env: environment, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
};

/** By the legacy builder, which every daemon has; without network. */
export function build(staged: StagedContext, baseImage: string, tag: string, ...options: readonly string[]): string {
  const args = Object.entries({ ...staged.args, BASE_IMAGE: baseImage }).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  return docker('build', '--quiet', '--network', 'none', ...options, ...args, '--tag', tag, '--file', staged.dockerfile, staged.context);
}

/** Brings the Python environment as `npm test` does. */
export function bringPython(): PythonEnvironment {
  const script = 'root=$1; . "$root/scripts/bootstrap.sh"; . "$root/scripts/python.sh"; bring_python; install_uv; printf "%s\\n%s\\n" "$python" "$uv"';
  const [python = '', uv = ''] = execFileSync('sh', ['-euc', script, 'sh', root], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).split('\n');
  return { python, uv };
}

export const git = (folder: string, ...args: readonly string[]): string => {
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c' };
  const when = { GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z', GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z' };
  const environment = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...who, ...when };
  return execFileSync('git', ['-C', folder, ...args], { env: environment, encoding: 'utf8' }).trim();
};

/** A repository with what images are made of, committed at a fixed time: the same sha for the same files. */
export function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hx-images-'));
  mkdirSync(join(folder, 'app'));
  for (const part of ['etl', 'dbt', 'quality', 'docker', 'pyproject.toml', 'uv.lock']) {
    const filter = (path: string): boolean => !/^(__pycache__|target|logs|dbt_packages|\..*)$/.test(basename(path));
    cpSync(join(root, 'app', part), join(folder, 'app', part), { recursive: true, filter, verbatimSymlinks: true });
  }
  cpSync(join(root, '.gitignore'), join(folder, '.gitignore'));
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'all');
  return folder;
}

/** Bytes of one file of an image. */
export function fileIn(image: string, path: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hx-image-file-'));
  const container = docker('create', image);
  try {
    docker('cp', `${container}:${path}`, join(folder, 'file'));
    return readFileSync(join(folder, 'file'), 'utf8');
  } finally {
    docker('rm', '--force', container);
  }
}
