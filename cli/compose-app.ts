// The Python half behind the CLI's ports: joins its interpreter and locked packages with what runs in them.
import { join, resolve } from 'node:path';
import { checkApp } from '../automation/app-checks';
import { ensurePython } from '../automation/etl';
import type { HxPaths } from '../automation/paths';
import type { CheckApp } from './app-checks';
import type { Composition } from './compose';

const usualTimeoutMs = 60 * 60_000;

export interface AppComposition extends Composition {
  readonly paths: HxPaths;
}

export function composeAppChecks({ env, paths, tell, cancelled }: AppComposition): CheckApp {
  const { root, cache, home } = paths;
  return async ({ only, allowUnavailable, out, timeoutMs, onEvent }) => {
    const { python } = await ensurePython({ root, cache, environment: env, cloud: 'local', report: tell, cancelled });
    const folder = out === undefined ? join(home, 'ci', 'app') : resolve(out);
    return checkApp({ root, python, environment: env, out: folder, only, allowUnavailable, timeoutMs: timeoutMs ?? usualTimeoutMs, cancelled, onEvent, tell });
  };
}
