// Builds a tool from its Go module, pinned by a go.mod and go.sum of the project. Knows no tool.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../run-program';
import type { Bring } from './tool';

export interface GoProgram {
  /** Folder of go.mod and go.sum, from the project's root. */
  readonly module: string;
  /** The main package. */
  readonly package: string;
  /** Variable that the linker sets, so that the binary knows its version. */
  readonly versionVariable: string;
  /** What is written into it: "v3.259.0". */
  readonly stamp: (version: string) => string;
  /** As the progress line names it: "Pulumi". */
  readonly product: string;
  readonly executable: string;
  /** "about 3 minutes" */
  readonly duration: string;
}

const progressMs = 2_000;
const timeoutMs = 40 * 60_000;

export const goBuild =
  (program: GoProgram): Bring =>
  async (folder, version, { root, environment, cancelled }, report) => {
    await mkdir(join(folder, 'bin'), { recursive: true });
    const tally = { downloaded: 0, compiled: 0, last: '' };
    const work = `building ${program.product} ${version} with Go, once (${program.duration})`;
    const tell = (): void => report(`${work}: ${tally.downloaded} modules downloaded, ${tally.compiled} packages compiled`);
    tell();
    const ticker = setInterval(tell, progressMs);
    const result = await runProgram('go', goArguments(program, join(folder, 'bin', program.executable), version), {
      cwd: join(root, program.module),
      // The user's own flags and workspace must not change what is built; without cgo no C compiler is needed.
      environment: { ...environment, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0' },
      timeoutMs,
      ...(cancelled ? { cancelled } : {}),
      onLine: (line) => {
        if (line.startsWith('go: downloading')) tally.downloaded += 1;
        else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) tally.compiled += 1;
        else if (line.trim() !== '') tally.last = line.trim();
      },
    }).finally(() => clearInterval(ticker));
    return result.state === 'ended' && result.exitCode === 0 ? undefined : explain(result.state, tally.last);
  };

export function goArguments(program: GoProgram, output: string, version: string): readonly string[] {
  const stamp = `-s -w -X ${program.versionVariable}=${program.stamp(version)}`;
  return ['build', '-v', '-trimpath', '-buildvcs=false', '-ldflags', stamp, '-o', output, program.package];
}

function explain(state: string, last: string): string {
  if (state === 'not-found') return 'Go is not on PATH: install Go 1.26 or newer from https://go.dev/dl';
  if (state === 'timed-out') return `the Go build did not end in ${timeoutMs / 60_000} minutes: check the network (GOPROXY) and the load of this machine`;
  if (/no space left/.test(last)) return 'the Go build ran out of disk space: free 4 GB, or set GOCACHE and GOMODCACHE to a larger disk';
  return `the Go build failed (${last || state}): check the network (GOPROXY) and that Go is 1.26 or newer`;
}
