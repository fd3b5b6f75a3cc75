// The distribution registry as a tool: the image registry of the local cloud. Which versions fit, how it is built; starts none.
import { join } from 'node:path';
import { goBuild, type GoProgram } from './go-build';
import type { Bring, Tool } from './tool';
import { isFitting, parseVersion } from './version';

/** One fact; automation/tools/registry/go.mod repeats it, and a test holds them together. */
export const pinnedRegistryVersion = '3.0.0';

export const registryProgram: GoProgram = {
  module: 'automation/tools/registry',
  package: 'github.com/distribution/distribution/v3/cmd/registry',
  versionVariable: 'github.com/distribution/distribution/v3/version.version',
  stamp: (version) => `v${version}`,
  product: 'registry',
  executable: 'registry',
  duration: 'about a minute',
};

/** 2.8 is what Debian and Ubuntu have; its API and its configuration are those of 3. */
const oldest = [2, 8, 0] as const;

export function registryTool(build: Bring = goBuild(registryProgram)): Tool {
  return {
    executable: 'registry',
    otherNames: ['docker-registry'],
    product: 'registry',
    kind: 'registry',
    noun: 'the registry',
    folder: join('tools', 'registry'),
    version: pinnedRegistryVersion,
    range: `>= ${oldest.join('.')} < 4`,
    fits: (found) => {
      const version = parseVersion(found);
      return version !== undefined && (version[0] === 3 || isFitting(oldest, version));
    },
    versionArguments: ['--version'],
    // "registry github.com/distribution/distribution/v3 v3.0.0", Debian's "docker-registry github.com/docker/distribution 2.8.2+ds1".
    readVersion: (stdout) => /^\S*registry github\.com\/(?:distribution|docker)\/distribution(?:\/v3)? v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1],
    // Version 3 would send traces to localhost while it tells its version.
    variables: { OTEL_TRACES_EXPORTER: 'none' },
    ways: [{ source: 'go', bring: build }],
    suggestion: `install Go 1.26 or newer (https://go.dev/dl), or a registry (Debian, Ubuntu: apt-get install docker-registry), then run the command again`,
  };
}
