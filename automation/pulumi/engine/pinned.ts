// The pinned engine version is one fact: the SDK's exact version in package.json. go.mod repeats it; a test holds them together.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HxError } from '../../errors';
import { formatVersion, parseVersion } from '../../tools';

/** "3.259.0". Throws where package.json does not pin the SDK exactly. */
export function pinnedEngineVersion(root: string): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> };
  const wanted = manifest.dependencies?.['@pulumi/pulumi'] ?? '';
  const version = parseVersion(wanted);
  if (version === undefined || formatVersion(version) !== wanted) {
    throw new HxError('failure', `package.json must pin @pulumi/pulumi to one exact version, and says "${wanted}"`, {
      suggestion: 'git checkout package.json',
    });
  }
  return wanted;
}
