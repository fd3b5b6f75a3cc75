// Reads what Docker's command line says. The only file that knows its words; seen in Docker 20.10 to 28.
export type DaemonTrouble = 'not-running' | 'no-permission' | 'other';

export function daemonTrouble(stderr: string): DaemonTrouble {
  if (/permission denied/i.test(stderr)) return 'no-permission';
  if (/cannot connect to the docker daemon|is the docker daemon running|connection refused|no such file or directory|dial (unix|tcp)/i.test(stderr))
    return 'not-running';
  return 'other';
}

/** What `docker image inspect` says of an image that the daemon does not have. */
export const isNoSuchImage = (stderr: string): boolean => /no such image/i.test(stderr);
