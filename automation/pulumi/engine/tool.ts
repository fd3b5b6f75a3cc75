// The engine as a tool: which versions fit, and the ways that bring one.
import { fits, fittingRange, formatVersion, goBuild, parseVersion, type Bring, type GoProgram, type Tool } from '../../tools';
import { runInstaller } from './installer';
import { pinnedEngineVersion } from './pinned';

export type Bringers = Readonly<Record<'installer' | 'go', Bring>>;

export const engineProgram: GoProgram = {
  module: 'automation/pulumi/engine',
  package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
  versionVariable: 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version',
  stamp: (version) => `v${version}`,
  product: 'Pulumi',
  executable: 'pulumi',
  duration: 'about 3 minutes',
};

const ownBringers: Bringers = { installer: runInstaller, go: goBuild(engineProgram) };

/**
 * Fitting is the pinned version or a newer one of its major: the engine keeps its protocols for older SDKs within a major, as the
 * Automation API's own check assumes.
 */
export function engineTool(root: string, { installer, go }: Bringers = ownBringers): Tool {
  const version = pinnedEngineVersion(root);
  return {
    executable: 'pulumi',
    product: 'Pulumi',
    kind: 'Pulumi engine',
    noun: 'the engine',
    folder: 'engine',
    version,
    range: fittingRange(version),
    fits: (found) => fits(version, found),
    versionArguments: ['version'],
    readVersion: (stdout) => {
      const found = parseVersion(stdout);
      return found === undefined ? undefined : formatVersion(found);
    },
    variables: { PULUMI_SKIP_UPDATE_CHECK: 'true' },
    ways: [
      { source: 'installer', bring: installer },
      { source: 'go', bring: go },
    ],
    suggestion: `install Go 1.26 or newer (https://go.dev/dl) or Pulumi ${version} (https://www.pulumi.com/docs/install), then run the command again`,
  };
}
