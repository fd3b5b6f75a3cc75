// Trivy as a tool: the scanner of hx scan. Which versions fit, how it is built, where hx's own rules for secrets are.
import { join } from 'node:path';
import { goBuild, type GoProgram } from './go-build';
import type { Bring, Tool } from './tool';
import { fits, fittingRange } from './version';

/** One fact; automation/tools/trivy/go.mod repeats it, and a test holds them together. */
export const pinnedTrivyVersion = '0.57.1';

/** Releases with malware in them (CVE-2026-33634): never used, wherever they come from. */
const malicious: readonly string[] = ['0.69.4', '0.69.5', '0.69.6'];

export const trivyProgram: GoProgram = {
  module: 'automation/tools/trivy',
  package: 'github.com/aquasecurity/trivy/cmd/trivy',
  versionVariable: 'github.com/aquasecurity/trivy/pkg/version/app.ver',
  stamp: (version) => version,
  product: 'trivy',
  executable: 'trivy',
  duration: 'about 7 minutes',
};

/** Rules for secrets that trivy lacks, in trivy's own format. */
export const secretRulesPath = (root: string): string => join(root, trivyProgram.module, 'trivy-secret.yaml');

export function trivyTool(build: Bring = goBuild(trivyProgram)): Tool {
  return {
    executable: 'trivy',
    product: 'trivy',
    kind: 'trivy',
    noun: 'trivy',
    folder: join('tools', 'trivy'),
    version: pinnedTrivyVersion,
    range: `${fittingRange(pinnedTrivyVersion)} without ${malicious.join(', ')} (CVE-2026-33634)`,
    fits: (found) => fits(pinnedTrivyVersion, found) && !malicious.includes(found),
    versionArguments: ['--version'],
    // Below it come the versions of the databases that it has.
    readVersion: (stdout) => /^Version: v?(\d+\.\d+\.\d+)$/m.exec(stdout)?.[1],
    variables: { TRIVY_SKIP_VERSION_CHECK: 'true', TRIVY_DISABLE_TELEMETRY: 'true' },
    ways: [{ source: 'go', bring: build }],
    suggestion: `install Go 1.26 or newer (https://go.dev/dl), or trivy ${pinnedTrivyVersion} (https://trivy.dev), then run the command again`,
  };
}
