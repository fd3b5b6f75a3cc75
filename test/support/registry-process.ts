// The distribution registry as a process of a test, on a free port of loopback, with Basic authentication.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const credentials = { username: 'tester', password: 'not-a-secret-of-anyone' };
/** bcrypt of the password above. */
const htpasswd = 'tester:$2b$05$iyDXbovGmshiynptB9mP/OzeZQiG7CYaJ9w4QpryAujqnKmcw5VsS\n';

export interface RegistryProcess {
  /** "127.0.0.1:43211" */
  readonly server: string;
  stop(): Promise<void>;
}

export async function startRegistry(binary: string): Promise<RegistryProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'hx-registry-'));
  writeFileSync(join(folder, 'htpasswd'), htpasswd);
  const configuration = {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    auth: { htpasswd: { realm: 'tests', path: join(folder, 'htpasswd') } },
    http: { addr: '127.0.0.1:0' },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(configuration));
  const child = spawn(binary, ['serve', join(folder, 'config.yml')], {
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const server = await new Promise<string>((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const [, address] = /listening on (127\.0\.0\.1:\d+)/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => reject(new Error(`the registry ended: ${text}`)));
  });
  return {
    server,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
