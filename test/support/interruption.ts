// Kills one of the processes of a running `hx up` at a chosen moment, and compares what the cloud holds with what the states say.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { setLatency } from '../../localcloud';
import { Store } from '../../localcloud/store';
import { startHx, type Place } from './cli';

export type Victim = 'hx' | 'worker' | 'engine' | 'cloud' | 'all';

export interface Moment {
  readonly victim: Victim;
  /** The token whose first create is in flight; the program that makes it. */
  readonly token: string;
  readonly program: 'platform' | 'lakehouse';
  /** Before or after the cloud wrote it. */
  readonly when: 'asked' | 'written';
}

const target = ['--env', 'dev', '--region', 'eastus', '--cloud', 'local', '--yes'];
export const upArguments = ['up', ...target, '--wait-lock', '60s', '--json'];
const cloudOf = ({ home }: Place): string => join(home, '.hx', 'cloud');
/** Long enough to see a line and kill. */
const latencyMs = 250;

const children = (pid: number): readonly number[] => {
  try {
    const own = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return own.flatMap((child) => [child, ...children(child)]);
  } catch {
    return [];
  }
};

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

const signs: Readonly<Record<Exclude<Victim, 'hx' | 'all'>, RegExp>> = {
  worker: /worker\.js/,
  engine: /bin\/pulumi|pulumi (up|preview)/,
  cloud: /localcloud\/server\.js/,
};

/** Several workers run: only those that are updating have an engine. */
function kill(hx: ChildProcess, victim: Victim): void {
  const pid = hx.pid ?? 0;
  const below = children(pid);
  const isUpdating = (worker: number): boolean => children(worker).some((child) => signs.engine.test(commandOf(child)));
  const chosen =
    victim === 'hx' || victim === 'all'
      ? [pid, ...(victim === 'all' ? below : [])]
      : below.filter((child) => signs[victim].test(commandOf(child)) && (victim !== 'worker' || isUpdating(child)));
  if (chosen.length === 0) throw new Error(`no ${victim} among ${below.map(commandOf).join('; ')}`);
  for (const each of chosen) process.kill(each, 'SIGKILL');
}

/** Runs `hx up` and kills the victim at the moment. Resolves when hx has ended. */
export function interruptedUp(at: Place, { victim, token, program, when }: Moment): Promise<string> {
  const folder = cloudOf(at);
  const store = new Store(folder);
  const hx = startHx(at, upArguments);
  let [output, isKilled] = ['', false];
  const strike = (): void => {
    if (isKilled) return;
    isKilled = true;
    kill(hx, victim);
  };
  const watch = (): void => {
    if (isKilled || hx.exitCode !== null) return;
    if (store.readLog(400).some((entry) => entry.operation === 'create' && entry.token === token)) strike();
    else setTimeout(watch, 10);
  };
  return new Promise((resolve, reject) => {
    hx.stderr?.resume();
    hx.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const isOver = (sign: string): boolean => output.includes(sign);
      const begins = `"program":"${program}","phase":"run"`;
      const had = isOver(begins);
      output += chunk;
      if (!had && isOver(begins)) {
        setLatency(folder, latencyMs);
        if (when === 'written') watch();
      }
      if (when === 'asked' && new RegExp(`"status":"started"[^\\n]*"resourceType":"${token}"`).test(output)) strike();
    });
    hx.once('error', reject);
    hx.once('close', () => {
      setLatency(folder, 0);
      store.close();
      if (isKilled) resolve(output);
      else reject(new Error(`hx ended before the create of ${token}: ${output.slice(-2000)}`));
    });
  });
}

interface Recorded {
  readonly checkpoint: {
    readonly latest: { readonly resources: readonly { readonly id?: string; readonly type: string }[]; readonly pending_operations?: readonly unknown[] };
  };
}

/** What the states record, as "token id"; what the cloud holds of the same kinds; how many operations are pending. */
export function comparison(at: Place): { readonly recorded: readonly string[]; readonly held: readonly string[]; readonly pending: number } {
  const folder = join(at.home, '.hx/state/.pulumi/stacks');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  const states = files.map((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded).checkpoint.latest);
  const line = (token: string, id: string): string => `${token} ${id.toLowerCase()}`;
  const recorded = states
    .flatMap(({ resources }) => resources)
    .flatMap(({ id, type }) => (id === undefined || type.startsWith('pulumi:') ? [] : [line(type, id)]))
    .sort();
  const store = new Store(cloudOf(at));
  const held = store.everything().map(({ token, id }) => line(token, id));
  store.close();
  return { recorded, held: held.sort(), pending: states.flatMap(({ pending_operations: pending = [] }) => pending).length };
}
