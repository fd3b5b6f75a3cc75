// Facts about this machine and this process, from /proc where there is one.
import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { HostFacts } from './owner';

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and parentheses. Field 3 is Z for a process that only waits to be reaped. */
const startOf = (stat: string): string | undefined => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
};

const hasProcess = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const hasProc = readText('/proc/self/stat') !== undefined;

export function hostFacts(): HostFacts {
  return {
    host: hostname(),
    bootId: readText('/proc/sys/kernel/random/boot_id')?.trim(),
    processStart: (pid) => {
      if (!hasProc) return hasProcess(pid) ? '' : undefined;
      const stat = readText(`/proc/${pid}/stat`);
      return stat === undefined ? undefined : startOf(stat);
    },
  };
}

export const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id without a name.
    return String(process.getuid?.() ?? 'unknown');
  }
};

/** The page of the CI run that hx is part of. */
export function ciRunUrl(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT, BUILD_BUILDID, CI_JOB_URL } = environment;
  if (GITHUB_SERVER_URL !== undefined && GITHUB_REPOSITORY !== undefined && GITHUB_RUN_ID !== undefined)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
  if (SYSTEM_COLLECTIONURI !== undefined && SYSTEM_TEAMPROJECT !== undefined && BUILD_BUILDID !== undefined) {
    return `${SYSTEM_COLLECTIONURI}${encodeURIComponent(SYSTEM_TEAMPROJECT)}/_build/results?buildId=${BUILD_BUILDID}`;
  }
  return CI_JOB_URL;
}
