// Runs Pulumi's official installer in a child, bounded in time: the Automation API's own call can't be stopped.
import { join } from 'node:path';
import { runProgram } from '../../run-program';
import type { Bring } from '../../tools';

const address = 'https://get.pulumi.com/install.sh';
const reachableMs = 5_000;
const timeoutMs = 5 * 60_000;

export const runInstaller: Bring = async (folder, version, { root, environment, cancelled }, report) => {
  report(`asking for Pulumi ${version} at get.pulumi.com`);
  const problem = await whyUnreachable();
  if (problem !== undefined) return `Pulumi's installer is out of reach (${problem}): allow https://get.pulumi.com, or let Go build the engine`;
  report(`installing Pulumi ${version} from get.pulumi.com`);
  const child = join(root, 'dist', 'automation', 'pulumi', 'engine', 'installer-child.js');
  const result = await runProgram(process.execPath, [child, folder], { environment, timeoutMs, hasOwnGroup: true, ...(cancelled ? { cancelled } : {}) });
  if (result.state === 'ended' && result.exitCode === 0) return undefined;
  const reason = result.state === 'ended' ? (result.stderr.trim().split('\n').at(-1) ?? '') : result.state;
  return `Pulumi's installer failed (${reason}): try again, or let Go build the engine`;
};

async function whyUnreachable(): Promise<string | undefined> {
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(reachableMs) });
    return answer.ok ? undefined : `HTTP ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error ? ((error.cause as { code?: string } | undefined)?.code ?? error.name) : String(error);
    return cause === 'TimeoutError' ? `no answer in ${reachableMs / 1000} s` : cause;
  }
}
