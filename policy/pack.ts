// The pack's process as hx holds it: started once an operation, asked for a port before each run of an engine and for a report after it, and watched.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FromPack, ToPack } from './analyzer/server';
import type { SessionReport } from './analyzer/session';
import type { RulesPlace } from './rules';

/** `mistake`: a file that people wrote; `died`: the process is gone or hangs. */
export class PackError extends Error {
  constructor(
    readonly kind: 'mistake' | 'died',
    message: string,
    readonly suggestion: string,
  ) {
    super(message);
  }
}

export interface AttachedStack {
  readonly port: number;
  /** Once, after the engine has ended. */
  report(): Promise<SessionReport>;
}

export interface RunningPack {
  /** Policies that it has loaded. */
  readonly policies: number;
  attach(stack: string, leavesOpen: boolean): Promise<AttachedStack>;
  stop(): Promise<void>;
}

export interface PackOptions {
  /** Module of the process; the built one beside this file by default. */
  readonly module?: string;
  /** Milliseconds without a word after which a process that was asked for one counts as hanging. */
  readonly patienceMs?: number;
}

const serverModule = join(__dirname, 'analyzer', existsSync(join(__dirname, 'analyzer', 'server.js')) ? 'server.js' : 'server.ts');
const defaultPatienceMs = 30_000;

/** Throws PackError. */
export async function startPack(place: RulesPlace, { module = serverModule, patienceMs = defaultPatienceMs }: PackOptions = {}): Promise<RunningPack> {
  const child = fork(module, [place.environments, place.exemptions], {
    // In a group of its own, so that Ctrl-C in the terminal does not reach it: the engines need it until they have stopped.
    detached: true,
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const conversation = new Conversation(child, patienceMs);
  const ready = await conversation.next('ready');
  let attached = 0;
  return {
    policies: ready.policies,
    attach: async (stack, leavesOpen) => {
      attached += 1;
      const id = attached;
      const { port } = await conversation.ask({ type: 'attach', id, stack, leavesOpen }, 'attached');
      return { port, report: async () => (await conversation.ask({ type: 'report', id }, 'report')).report };
    },
    stop: () => conversation.end(),
  };
}

type Kind = Exclude<FromPack['type'], 'failed' | 'pong'>;
type Of<K extends Kind> = Extract<FromPack, { readonly type: K }>;

interface Waiting {
  readonly kind: Kind;
  readonly id: number | undefined;
  readonly resolve: (message: FromPack) => void;
  readonly reject: (error: PackError) => void;
}

/** Questions and answers over IPC; a process that says nothing for too long while it is needed is ended, and every question with it. */
class Conversation {
  private readonly waiting = new Set<Waiting>();
  private broken: PackError | undefined;
  private heardAt = Date.now();
  private lookedAt = Date.now();
  private readonly watch: NodeJS.Timeout;

  constructor(
    private readonly child: ChildProcess,
    private readonly patienceMs: number,
  ) {
    child.on('message', (message: FromPack) => this.hear(message));
    child.on('error', (error) => this.breakOff(died(error.message)));
    child.on('exit', (code, signal) => this.breakOff(died(code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`)));
    child.unref();
    // Before the channel is left alone: a question that waits keeps hx alive by the engine that waits with it.
    this.watch = setInterval(() => this.look(), Math.max(10, patienceMs / 6));
    this.watch.unref();
  }

  next<K extends Kind>(kind: K, id?: number): Promise<Of<K>> {
    return new Promise<Of<K>>((resolve, reject) => {
      if (this.broken !== undefined) return reject(this.broken);
      this.heardAt = Date.now();
      this.child.channel?.ref();
      // Only messages of this kind are handed to it.
      this.waiting.add({ kind, id, resolve: (message) => resolve(message as Of<K>), reject });
    });
  }

  ask<K extends Kind>(question: ToPack & { readonly id: number }, kind: K): Promise<Of<K>> {
    const answer = this.next(kind, question.id);
    this.send(question);
    return answer;
  }

  async end(): Promise<void> {
    clearInterval(this.watch);
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    child.kill('SIGKILL');
    await ended;
  }

  private send(message: ToPack): void {
    // What cannot be sent any more ends with the process, whose exit says more, or with the watch's patience.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private hear(message: FromPack): void {
    this.heardAt = Date.now();
    if (message.type === 'pong') return;
    if (message.type === 'failed') return this.breakOff(new PackError('mistake', message.message, 'hx policy check'));
    for (const one of this.waiting) {
      if (one.kind !== message.type || ('id' in message && one.id !== message.id)) continue;
      this.waiting.delete(one);
      one.resolve(message);
    }
    if (this.waiting.size === 0) this.child.channel?.unref();
  }

  /** Engines wait for the pack without a limit of their own: the watch goes on between questions. */
  private look(): void {
    const now = Date.now();
    // Whoever was busy or asleep itself has heard nothing, and can blame nobody.
    if (now - this.lookedAt > this.patienceMs / 2) this.heardAt = now;
    this.lookedAt = now;
    if (now - this.heardAt > this.patienceMs) {
      this.breakOff(died(`gave no sign for ${Math.round(this.patienceMs / 1000)} s: a policy does not end`));
      this.child.kill('SIGKILL');
    } else this.send({ type: 'ping' });
  }

  private breakOff(error: PackError): void {
    this.broken ??= error;
    for (const { reject } of this.waiting) reject(this.broken);
    this.waiting.clear();
    this.child.channel?.unref();
  }
}

const died = (how: string): PackError => new PackError('died', `the policies could not be evaluated: the pack's process ${how}`, 'npm test -- test/policy');
