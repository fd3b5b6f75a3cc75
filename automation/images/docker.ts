// Finds the Docker daemon that builds the images, by Docker's own command line. Starts none.
import { z } from 'zod';
import { HxError } from '../errors';
import { runProgram, type RunResult } from '../run-program';
import { daemonTrouble } from './docker-messages';
import { mustRun, reasonOf, type Need } from './must-run';
import type { StepContext } from './types';

export interface Docker {
  /** As DOCKER_HOST takes it: "unix:///var/run/docker.sock". */
  readonly host: string;
  /** Of the daemon: "28.2.2". */
  readonly version: string;
  /** Of the daemon: "amd64". */
  readonly architecture: string;
  /** False means that only the legacy builder works: DOCKER_BUILDKIT=0. */
  readonly hasBuildx: boolean;
}

export interface FindDockerOptions extends Omit<StepContext, 'report'> {
  readonly platform?: NodeJS.Platform;
}

const timeoutMs = 20_000;
const serverSchema = z.object({ Version: z.string(), Arch: z.string() });

/** Throws HxError `failure`: no docker on PATH, no daemon, or no right to talk to it; each with the command that helps on this platform. */
export async function findDocker(options: FindDockerOptions): Promise<Docker> {
  const { environment, cancelled, platform = process.platform } = options;
  const ask = (...args: readonly string[]): Promise<RunResult> => runProgram('docker', args, { environment, cancelled, timeoutMs, hasOwnGroup: true });
  const [server, endpoint, buildx] = await Promise.all([
    ask('version', '--format', '{{json .Server}}'),
    ask('context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'),
    ask('buildx', 'version'),
  ]);
  if (cancelled.aborted) throw new HxError('cancelled', 'looking for Docker was cancelled');
  const host = environment['DOCKER_HOST'] || (isDone(endpoint) ? endpoint.stdout.trim() : '');
  if (!isDone(server) || host === '') throw absent(server, host, platform, environment);
  const { Version: version, Arch: architecture } = serverSchema.parse(JSON.parse(server.stdout));
  return { host, version, architecture, hasBuildx: isDone(buildx) };
}

type Done = Extract<RunResult, { state: 'ended' }>;
const isDone = (result: RunResult): result is Done => result.state === 'ended' && result.exitCode === 0;

function absent(answer: RunResult, host: string, platform: NodeJS.Platform, environment: StepContext['environment']): HxError {
  if (answer.state === 'not-found')
    return new HxError('failure', 'the images need Docker, and no docker is on PATH', { suggestion: installations[platform] ?? docs });
  const where = host === '' ? 'its default socket' : host.replace(/\/\/[^/@]*@/, '//');
  const trouble = answer.state === 'ended' ? daemonTrouble(answer.stderr) : 'other';
  switch (trouble) {
    case 'no-permission':
      return new HxError('failure', `this user may not talk to the Docker daemon at ${where}`, {
        suggestion: 'sudo usermod -aG docker "$USER", then sign in again',
      });
    case 'not-running':
      return new HxError('failure', `no Docker daemon listens at ${where}`, { suggestion: starts[platform] ?? docs });
    case 'other':
      return new HxError('failure', `the Docker daemon at ${where} gave no answer: ${reasonOf('docker', answer, environment)}`, {
        suggestion: 'docker version',
      });
  }
}

const docs = 'see https://docs.docker.com/engine/install, then run the command again';
const starts: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'sudo systemctl start docker (without systemd: sudo dockerd &)',
  darwin: 'open -a Docker (or: colima start)',
  win32: 'start Docker Desktop (or: Start-Service docker)',
};
const installations: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'sudo apt-get install docker.io',
  darwin: 'brew install --cask docker',
  win32: 'winget install Docker.DockerDesktop',
};

/** Variables that make a `docker` child talk to this daemon by a builder that works. */
export const dockerVariables = ({ host, hasBuildx }: Docker): Readonly<Record<string, string>> => ({
  DOCKER_HOST: host,
  DOCKER_BUILDKIT: hasBuildx ? '1' : '0',
});

/** Runs `docker` against this daemon; throws as `mustRun` does. */
export function runDocker(docker: Docker, args: readonly string[], need: Need, context: Omit<StepContext, 'report'>): Promise<string> {
  return mustRun('docker', args, { ...need, variables: { ...need.variables, ...dockerVariables(docker) } }, context);
}

/** Its answer, however it ended. */
export function askDocker(docker: Docker, args: readonly string[], limitMs: number, context: Omit<StepContext, 'report'>): Promise<RunResult> {
  const environment = { ...context.environment, ...dockerVariables(docker) };
  return runProgram('docker', args, { environment, cancelled: context.cancelled, timeoutMs: limitMs, hasOwnGroup: true });
}
