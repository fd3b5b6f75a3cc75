// Tells a process that still runs from one that is gone, also where its number went to another one.
import { readFileSync } from 'node:fs';

export interface ProcessMark {
  readonly pid: number;
  /** Boot and start time, where the system tells them (/proc); else empty. */
  readonly start: string;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Changes at every boot; empty where the system does not tell. */
export const bootId = (): string => read('/proc/sys/kernel/random/boot_id').trim();

/** Clock ticks from boot to the start of the process; empty for one that is gone, or is only waited for. */
const startOf = (pid: number): string => {
  const stat = read(`/proc/${pid}/stat`);
  // The name in parentheses may hold anything.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === '' || state === 'Z' ? '' : (fields[18] ?? '');
};

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
};

export function markOf(pid: number): ProcessMark {
  const start = startOf(pid);
  return { pid, start: start === '' ? '' : `${bootId()}/${start}` };
}

/** Where the system tells no start times, a running process of that number counts as the same. */
export function isAlive(mark: ProcessMark): boolean {
  if (mark.start !== '') return markOf(mark.pid).start === mark.start;
  return isRunning(mark.pid);
}
