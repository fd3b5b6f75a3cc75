// Main of the pack's process under hx: serves one port for each run of an engine, until its parent is gone. Judging is the session's.
import { readRules, type Rules, type RulesPlace } from '../rules';
import { serveStack, type ServedStack } from './serve';
import type { SessionReport } from './session';

/** From hx to the pack's process. */
export type ToPack =
  | { readonly type: 'attach'; readonly id: number; readonly stack: string; readonly leavesOpen: boolean }
  | { readonly type: 'report'; readonly id: number }
  /** Answered at once by a process that is not caught in a policy. */
  | { readonly type: 'ping' };

/** From the pack's process to hx. */
export type FromPack =
  | { readonly type: 'ready'; readonly policies: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'attached'; readonly id: number; readonly port: number }
  | { readonly type: 'report'; readonly id: number; readonly report: SessionReport }
  | { readonly type: 'pong' };

const tell = (message: FromPack): void => void process.send?.(message);

async function answer(message: ToPack, rules: Rules, served: Map<number, ServedStack>): Promise<void> {
  if (message.type === 'ping') return tell({ type: 'pong' });
  if (message.type === 'attach') {
    const stack = await serveStack({ judgementOf: rules.judgementOf, stack: message.stack, leavesOpen: message.leavesOpen, isReported: true });
    served.set(message.id, stack);
    return tell({ type: 'attached', id: message.id, port: stack.port });
  }
  const stack = served.get(message.id);
  if (stack === undefined) return tell({ type: 'failed', message: `no stack is attached as ${message.id}` });
  served.delete(message.id);
  tell({ type: 'report', id: message.id, report: stack.session.report() });
  stack.stop();
}

const shownMistakes = 3;
const shortened = (mistakes: readonly string[]): string =>
  [...mistakes.slice(0, shownMistakes), ...(mistakes.length > shownMistakes ? [`and ${mistakes.length - shownMistakes} more`] : [])].join('; ');

async function main(place: RulesPlace): Promise<void> {
  const rules = await readRules(place, new Date());
  if (rules.mistakes.length > 0) throw new Error(`the rules of the policies are not valid: ${shortened(rules.mistakes)}`);
  const served = new Map<number, ServedStack>();
  const fail = (error: unknown): void => tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.on('message', (message: ToPack) => void answer(message, rules, served).catch(fail));
  tell({ type: 'ready', policies: rules.judgementOf('').policies.length });
}

// Ctrl-C reaches the whole foreground group; the parent decides when the engines are done.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
main({ environments: process.argv[2] ?? '', exemptions: process.argv[3] ?? '' }).catch((error: unknown) => {
  tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  // Lets the message go out before the channel closes.
  setImmediate(() => process.disconnect?.());
});
