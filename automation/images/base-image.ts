// Sees that the daemon has the base of the images: the pinned one, else one made of Debian's packages on this machine.
import { HxError } from '../errors';
import { makeBase, madeReference } from './debootstrap';
import { askDocker, type Docker } from './docker';
import { isNoSuchImage } from './docker-messages';
import { reasonOf } from './must-run';
import { imagePlatform, type StepContext } from './types';

/**
 * One fact; the Dockerfiles repeat it, and a test holds them together. The index of all platforms (Python 3.11.16, Debian 12), by public records of
 * 2026-09-21 that agree; see docs/decisions/0032.
 */
export const pinnedBaseImage = 'python:3.11-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b';

export interface BaseImage {
  /** For the build argument BASE_IMAGE. */
  readonly reference: string;
  /** The image's id in the daemon: "sha256:…". */
  readonly id: string;
  /** `made` has no security updates and is for rehearsals: a caller that delivers to Azure refuses it. */
  readonly source: 'present' | 'pulled' | 'made';
}

export interface BaseImageOptions extends StepContext {
  /** HX_CACHE: a made base is kept there for the next daemon. */
  readonly cache: string;
  readonly docker: Docker;
  /** Default: all. */
  readonly sources?: readonly BaseImage['source'][];
  /** Default: the pinned one. */
  readonly reference?: string;
}

const pullTimeoutMs = 10 * 60_000;

/** Throws HxError `failure` naming both ways where none leads to a base. */
export async function ensureBaseImage(options: BaseImageOptions): Promise<BaseImage> {
  const { docker, reference = pinnedBaseImage, sources = ['present', 'pulled', 'made'], report } = options;
  const present = sources.includes('present') ? await idOf(docker, reference, options) : undefined;
  if (present !== undefined) return { reference, id: present, source: 'present' };
  const failures: string[] = [];
  if (sources.includes('pulled')) {
    report(`pulling ${reference}`);
    const failure = await pull(docker, reference, options);
    const id = failure === undefined ? await idOf(docker, reference, options) : undefined;
    if (id !== undefined) return { reference, id, source: 'pulled' };
    failures.push(`it cannot be pulled (${failure ?? 'the daemon does not show it'})`);
  }
  if (sources.includes('made')) {
    const failure = (await idOf(docker, madeReference, options)) === undefined ? await makeBase(options) : undefined;
    const id = failure === undefined ? await idOf(docker, madeReference, options) : undefined;
    if (id !== undefined) {
      report(`the base of the images is ${madeReference}, made of Debian's packages: ${failures.join('; ') || 'as asked'}`);
      return { reference: madeReference, id, source: 'made' };
    }
    failures.push(`none can be made (${failure ?? 'the daemon does not show it'})`);
  }
  throw new HxError('failure', `the daemon has no ${reference}: ${failures.join('; ') || 'nothing else was allowed'}`, {
    suggestion: `docker pull ${reference}, or on Debian as root: apt-get install debootstrap, then run the command again`,
  });
}

async function idOf(docker: Docker, reference: string, context: StepContext): Promise<string | undefined> {
  const answer = await askDocker(docker, ['image', 'inspect', '--format', '{{.Id}}', reference], 20_000, context);
  if (answer.state === 'ended' && answer.exitCode === 0) return answer.stdout.trim();
  if (answer.state === 'cancelled') throw new HxError('cancelled', 'looking for the base image was cancelled');
  if (answer.state === 'ended' && isNoSuchImage(answer.stderr)) return undefined;
  throw new HxError('failure', `the daemon does not say whether it has ${reference}: ${reasonOf('docker', answer, context.environment)}`, {
    suggestion: 'docker image ls',
  });
}

/** Undefined where it was pulled, else why not. */
async function pull(docker: Docker, reference: string, context: StepContext): Promise<string | undefined> {
  const platform = docker.architecture === 'amd64' ? [] : ['--platform', imagePlatform];
  const answer = await askDocker(docker, ['pull', '--quiet', ...platform, reference], pullTimeoutMs, context);
  if (answer.state === 'cancelled') throw new HxError('cancelled', `pulling ${reference} was cancelled`);
  return answer.state === 'ended' && answer.exitCode === 0 ? undefined : reasonOf('docker', answer, context.environment);
}
