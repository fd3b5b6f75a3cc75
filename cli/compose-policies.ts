// The policy pack behind automation's port: its process, and what it says, in automation's words. Judges nothing.
import { join } from 'node:path';
import { HxError } from '../automation/errors';
import type { PolicySession } from '../automation';
import { PackError, startPack, type RulesPlace } from '../policy/index';

export const rulesPlace = (root: string): RulesPlace => ({
  environments: join(root, 'infra', 'environments'),
  exemptions: join(root, 'policy', 'exemptions.yaml'),
});

/** Starts the pack's process. What goes wrong with it later is HxError 'policy': nothing passes that was not judged. */
export async function startPolicies(root: string): Promise<PolicySession> {
  const pack = await guarded(() => startPack(rulesPlace(root)));
  return {
    attach: async (stack, leavesOpen) => {
      const attached = await guarded(() => pack.attach(stack, leavesOpen));
      return { port: attached.port, report: () => guarded(() => attached.report()) };
    },
    stop: () => pack.stop(),
  };
}

async function guarded<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    const reason = error.kind === 'mistake' ? 'usage' : 'policy';
    throw new HxError(reason, `${error.message}.`.replace(/\.\.$/, '.'), { cause: error, suggestion: error.suggestion });
  }
}
