// The process of a real distribution registry on loopback: started apart from its starter, found to answer, ended. Knows no session.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, markOf, type ProcessMark } from '../processes';
import { AdminError } from '../errors';
import { writeWhole, type RegistryFiles } from './registry-files';
import type { RunningRegistry } from './registry-sessions';
import { basicAuth } from './manifests';
import type { RegistryPlace } from './settings';

const startMs = 30_000;
const endMs = 5_000;
const pollMs = 20;
const answerMs = 2_000;

const listening = /listening on (127\.0\.0\.1:\d+)/;

/** Starts the registry; it outlives this process. Throws AdminError with its last words where it does not come up. */
export async function startProcess(binary: string, files: RegistryFiles): Promise<RunningRegistry> {
  const log = openSync(files.log, 'w', 0o600);
  // Nothing of the user's environment: REGISTRY_* would change the configuration, OTEL_* send traces somewhere.
  const environment = { OTEL_TRACES_EXPORTER: 'none', HOME: files.root };
  const child = spawn(binary, ['serve', files.config], { cwd: files.root, env: environment, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const mark = markOf(child.pid ?? 0);
  // Before anything else: who is killed now leaves a registry that the list of sessions does not know yet.
  if (child.pid !== undefined) writeWhole(files.process, JSON.stringify(mark));
  child.unref();
  const failure = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) => reject(new AdminError(`the registry ${binary} can't be started: ${error.message}`)));
    child.once('exit', (code, signal) => reject(new AdminError(`the registry ${binary} ended at once (${signal ?? `exit code ${code}`}): ${lastLine(files)}`)));
  });
  failure.catch(() => undefined);
  const address = await Promise.race([addressIn(files, child), failure]);
  // From here on its end is nobody's failure, and its log may be gone by then.
  child.removeAllListeners();
  return { ...mark, address };
}

async function addressIn(files: RegistryFiles, child: ChildProcess): Promise<string> {
  for (const end = Date.now() + startMs; Date.now() < end; await delay(pollMs)) {
    const found = listening.exec(readFileSync(files.log, 'utf8'))?.[1];
    if (found !== undefined) return found;
  }
  child.kill('SIGKILL');
  throw new AdminError(`the registry did not listen within ${startMs / 1000} s: ${lastLine(files)}`);
}

const lastLine = ({ log }: RegistryFiles): string => readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? '';

/** True where the registry with this login, and no other program that took its port, is there. */
export async function answers(place: RegistryPlace): Promise<boolean> {
  const ask = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`http://${place.address}/v2/`, { headers: { ...headers }, signal: AbortSignal.timeout(answerMs) });
  try {
    return (await ask({})).status === 401 && (await ask({ authorization: `Basic ${basicAuth(place)}` })).status === 200;
  } catch {
    return false;
  }
}

/** The process that was started last, where it still runs. */
export function leftBehind({ process: file }: RegistryFiles): ProcessMark | undefined {
  if (!existsSync(file)) return undefined;
  const { pid, start } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessMark>;
  const mark = typeof pid === 'number' && typeof start === 'string' ? { pid, start } : undefined;
  return mark !== undefined && isAlive(mark) ? mark : undefined;
}

/** Resolves when it has ended. */
export async function endProcess(mark: ProcessMark): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(mark)) return;
    process.kill(mark.pid, signal);
    for (const end = Date.now() + endMs; Date.now() < end && isAlive(mark); await delay(pollMs));
  }
}
