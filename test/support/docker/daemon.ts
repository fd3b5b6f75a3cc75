// The Docker daemon and the registry that tests of images need. Where they are missing, a laptop skips with a notice and CI fails.
import { execFileSync } from 'node:child_process';

export interface Daemon {
  readonly host: string;
  readonly hasBuildx: boolean;
  /** A distribution registry. */
  readonly registry: string;
}

const says = (args: readonly string[]): string | undefined => {
  try {
    return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 }).trim();
  } catch {
    return undefined;
  }
};

function findDaemon(): Daemon | string {
  if (says(['version', '--format', '{{.Server.Version}}']) === undefined) return 'no Docker daemon answers: start one, or set DOCKER_HOST';
  // test/support/jest-global-setup.ts brings it.
  const registry = process.env['HX_TEST_REGISTRY'];
  if (registry === undefined) return 'there is no distribution registry: set HX_TEST_REGISTRY';
  const host = process.env['DOCKER_HOST'] ?? says(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']) ?? 'unix:///var/run/docker.sock';
  return { host, hasBuildx: says(['buildx', 'version']) !== undefined, registry };
}

/** `describe` for tests of images: `daemon()` is only called in tests. */
export function describeWithDaemon(name: string, tests: (daemon: () => Daemon) => void): void {
  const found = findDaemon();
  const daemon = (): Daemon => {
    if (typeof found === 'string') throw new Error(found);
    return found;
  };
  if (typeof found === 'string' && (process.env['CI'] ?? '') === '') {
    process.stderr.write(`SKIPPED: ${name}: ${found}\n`);
    describe.skip(name, () => tests(daemon));
  } else describe(name, () => tests(daemon));
}
