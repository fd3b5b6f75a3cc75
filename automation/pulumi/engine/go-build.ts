// Builds the engine from its Go module, pinned by the go.mod and go.sum beside this file.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../run-program';
import type { Bring } from './ensure';

const progressMs = 2_000;
const timeoutMs = 40 * 60_000;
const cliPackage = 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi';
const versionVariable = 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version';

export const buildWithGo: Bring = async (folder, version, { root, environment, cancelled }, report) => {
  await mkdir(join(folder, 'bin'), { recursive: true });
  const tally = { downloaded: 0, compiled: 0, last: '' };
  const tell = (): void =>
    report(`building Pulumi ${version} with Go, once (about 3 minutes): ${tally.downloaded} modules downloaded, ${tally.compiled} packages compiled`);
  tell();
  const ticker = setInterval(tell, progressMs);
  const result = await runProgram('go', goArguments(join(folder, 'bin', 'pulumi'), version), {
    cwd: join(root, 'automation', 'pulumi', 'engine'),
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

export function goArguments(output: string, version: string): readonly string[] {
  return ['build', '-v', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w -X ${versionVariable}=v${version}`, '-o', output, cliPackage];
}

function explain(state: string, last: string): string {
  if (state === 'not-found') return 'Go is not on PATH: install Go 1.26 or newer from https://go.dev/dl';
  if (state === 'timed-out') return `the Go build did not end in ${timeoutMs / 60_000} minutes: check the network (GOPROXY) and the load of this machine`;
  if (/no space left/.test(last)) return 'the Go build ran out of disk space: free 4 GB, or set GOCACHE and GOMODCACHE to a larger disk';
  return `the Go build failed (${last || state}): check the network (GOPROXY) and that Go is 1.26 or newer`;
}
