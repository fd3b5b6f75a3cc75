// Keeps a program that failed from passing for one that is done. Without this the engine deletes what the program did not get to.
import type { log, runtime } from '@pulumi/pulumi';

export interface Sdk {
  readonly log: Pick<typeof log, 'hasErrors'>;
  readonly runtime: Pick<typeof runtime, 'getMonitor'>;
}

/** gRPC's code for an engine that is gone: the SDK takes it silently and goes on to report the program's own errors. */
const unavailable = 14;

/**
 * SDK 3.259 tells the engine that the program is done although promises of it were rejected (a lookup that failed, say), and reads the
 * errors only afterwards; the engine by then has deleted every resource whose inputs hung on them. Here "done" is not said after an error:
 * the SDK then reports the program as failed, and the engine deletes nothing.
 */
export function tellDoneOnlyWithoutErrors({ log: logs, runtime: settings }: Sdk): void {
  const monitor = settings.getMonitor();
  if (monitor === undefined) return;
  const tell: unknown = Reflect.get(monitor, 'signalAndWaitForShutdown');
  if (typeof tell !== 'function') throw new Error('the Pulumi SDK no longer tells the engine that a program is done as 3.259 did');
  Reflect.set(monitor, 'signalAndWaitForShutdown', (request: unknown, answered: (error: Error | null, answer?: unknown) => void): void => {
    // Node reports a rejection only when the promises at hand are through.
    setImmediate(() => {
      if (logs.hasErrors()) answered(Object.assign(new Error('the program failed'), { code: unavailable }));
      else Reflect.apply(tell, monitor, [request, answered]);
    });
  });
}
