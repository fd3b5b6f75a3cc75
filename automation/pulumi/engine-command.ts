// Stands in for the Automation API's PulumiCommand: starts the engine with its exit code, its whole output in the log and one signal.
import { spawn, type ChildProcess } from 'node:child_process';
import { dirname, delimiter } from 'node:path';
import type { PulumiCommand } from '@pulumi/pulumi/automation';
import type { EngineSite } from '../stack-engine';

/** How an engine process ended; thrown where it did not end with 0. */
export class EngineExit extends Error {
  constructor(
    readonly args: readonly string[],
    /** null where a signal ended it. */
    readonly code: number | null,
    readonly stderr: string,
  ) {
    super(`pulumi ${args[0] ?? ''} ended with ${code === null ? 'a signal' : `exit code ${code}`}`);
  }
}

export interface EngineLog {
  write(text: string): void;
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** The last part of a stream: enough to tell why the engine failed, bounded whatever it prints. */
const keptOutput = 64 * 1024;
/** Calls of the Automation API around an operation that would start the engine again for what the event stream has told already. */
const answered = (args: readonly string[]): string | undefined => {
  if (args[0] !== 'stack') return undefined;
  if (args[1] === 'select') return '';
  if (args[1] === 'output') return '{}';
  return args[1] === 'history' ? '[]' : undefined;
};

export class EngineCommand {
  readonly command: string;
  /** The Automation API only prints and parses it. */
  readonly version: { toString(): string };
  /** Added to the next operation: flags that the Automation API has no option for. */
  extraArguments: readonly string[] = [];
  private child: ChildProcess | undefined;
  private isInterrupted = false;

  constructor(
    private readonly site: EngineSite,
    private readonly log: EngineLog,
  ) {
    this.command = site.engine.binary;
    this.version = { toString: () => site.engine.version };
  }

  asPulumiCommand(): PulumiCommand {
    // Structurally all that LocalWorkspace uses of a PulumiCommand; its constructor is private in spirit and would start `pulumi version`.
    return this as unknown as PulumiCommand;
  }

  /** Finish the step in flight, save, stop. A second SIGINT would make the engine stop at once and orphan resources: never sent. */
  interrupt(): void {
    if (this.isInterrupted) return;
    this.isInterrupted = true;
    this.child?.kill('SIGINT');
  }

  /** Called by the Automation API. Its environment holds what the workspace was given; nothing of this process's own is inherited. */
  async run(args: string[], cwd: string, environment: Record<string, string>): Promise<Output> {
    const known = answered(args);
    if (known !== undefined) return { stdout: known, stderr: '', code: 0 };
    const all = [...args, ...this.extraArguments, '--non-interactive', '--color', 'never'];
    const path = [dirname(this.command), this.site.environment['PATH'] ?? ''].join(delimiter);
    const output = await this.spawn(all, cwd, { ...environment, PATH: path, PULUMI_AUTOMATION_API: 'true' });
    if (output.code !== 0) throw new EngineExit(all, output.code, `${output.stderr}\n${output.stdout}`);
    return { stdout: output.stdout, stderr: output.stderr, code: 0 };
  }

  private spawn(args: readonly string[], cwd: string, env: Record<string, string>): Promise<Omit<Output, 'code'> & { readonly code: number | null }> {
    const isExport = args[0] === 'stack' && args[1] === 'export';
    this.log.write(`$ pulumi ${args.join(' ')}\n`);
    return new Promise((resolve, reject) => {
      const child = spawn(this.command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
      this.child = child;
      // A cancel may have come between two engine processes.
      if (this.isInterrupted) child.kill('SIGINT');
      const texts = { stdout: '', stderr: '' };
      const collect = (name: 'stdout' | 'stderr') => (chunk: string) => {
        if (!isExport) this.log.write(chunk);
        texts[name] = isExport ? texts[name] + chunk : (texts[name] + chunk).slice(-keptOutput);
      };
      child.stdout.setEncoding('utf8').on('data', collect('stdout'));
      child.stderr.setEncoding('utf8').on('data', collect('stderr'));
      child.on('error', reject);
      child.on('close', (code) => {
        this.child = undefined;
        this.log.write(`ended with ${code ?? 'a signal'}\n`);
        resolve({ ...texts, code });
      });
    });
  }
}
