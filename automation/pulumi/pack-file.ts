// The executable that stands for the policy pack before the engine: it names the port of the pack that runs already, and lives as long as the engine.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the executable for `--policy-pack`. The engine reads one line from it, a port, and closes its input at the end. */
export async function writePackFile(folder: string, name: string, port: number): Promise<string> {
  const file = join(folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(file, `#!/bin/sh\necho ${Math.trunc(port)}\nexec cat >/dev/null\n`);
  await chmod(file, 0o700);
  return file;
}
