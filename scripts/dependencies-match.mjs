// Exits 0 when node_modules holds what package-lock.json asks for, by npm's own record of what it installed. Reads, never repairs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

try {
  const root = process.argv[2];
  const wanted = packagesOf(join(root, 'package-lock.json'));
  // npm writes this record last; packages for other platforms are left out of it.
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  const agrees = ([path, entry]) => {
    const found = installed[path];
    return found === undefined ? entry.optional === true : found.version === entry.version && found.integrity === entry.integrity;
  };
  const isSame =
    Object.entries(wanted).every(([path, entry]) => path === '' || agrees([path, entry])) && Object.keys(installed).every((path) => path in wanted);
  process.exitCode = isSame ? 0 : 1;
} catch {
  process.exitCode = 1;
}
