// A stack engine for tests of operations: plans and applies a list of resources to a checkpoint file, and fails where it is told to.
import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ErrorRecord, ProgramInput } from '../../automation';
import type { EngineAction, EngineOutcome, EngineSite, OpenStackEngine, StackEngine, StackEvent, StackUnit } from '../../automation/stack-engine';

export interface FakeScript {
  /** Every action in order: "preview platform/dev-eastus". */
  readonly actions: string[];
  readonly inputs: ProgramInput[];
  /** An error for this action of this stack, else undefined. */
  fail: (action: string) => ErrorRecord | undefined;
  /** Called as an action runs, before it takes effect. */
  during: (action: string) => void | Promise<void>;
  /** Resources of a program, and what they make of the upstream outputs. */
  resources: (unit: StackUnit, input: ProgramInput) => Readonly<Record<string, unknown>>;
  /** Names of resources that the program protects. */
  protects: readonly string[];
  outputs: (unit: StackUnit) => Readonly<Record<string, unknown>>;
  /** Added to what a preview plans. */
  planned: (unit: StackUnit, input: ProgramInput) => readonly StackEvent[];
  open: number;
}

export const newScript = (): FakeScript => ({
  actions: [],
  inputs: [],
  fail: () => undefined,
  during: () => undefined,
  resources: () => ({ a: 1 }),
  protects: [],
  outputs: (unit) => ({ from: unit.program.name }),
  planned: () => [],
  open: 0,
});

let clock = Date.parse('2026-01-01T00:00:00Z');
type Entry = { urn: string; type: string; inputs: { value: unknown }; outputs: Record<string, unknown>; protect?: boolean };

class FakeEngine implements StackEngine {
  pid: number | undefined;
  private isCancelled = false;

  constructor(
    private readonly unit: StackUnit,
    private readonly script: FakeScript,
  ) {}

  start(): void {
    if (this.pid === undefined) this.script.open += 1;
    this.pid = process.pid;
  }
  cancel(): void {
    this.isCancelled = true;
  }
  kill(): void {
    this.isCancelled = true;
  }
  close(): Promise<void> {
    if (this.pid !== undefined) this.script.open -= 1;
    this.pid = undefined;
    return Promise.resolve();
  }

  async run(action: EngineAction, site: EngineSite, input: ProgramInput, onEvent: (event: StackEvent) => void): Promise<EngineOutcome> {
    this.start();
    const label = `${action.kind} ${this.unit.name}`;
    this.script.actions.push(label);
    this.script.inputs.push(input);
    await this.script.during(label);
    const outcome = (result: EngineOutcome['result'], of: Partial<EngineOutcome> = {}): EngineOutcome => ({
      result,
      changes: {},
      hasChanges: false,
      durationMs: 1,
      ...of,
    });
    if (this.isCancelled) return outcome('cancelled', { error: { reason: 'cancelled', message: 'cancelled' } });
    const error = this.script.fail(label);
    if (error !== undefined) return outcome(error.reason === 'cancelled' ? 'cancelled' : 'failed', { error });
    return outcome('succeeded', this.apply(action, site, input, onEvent));
  }

  private apply(action: EngineAction, site: EngineSite, input: ProgramInput, onEvent: (event: StackEvent) => void): Partial<EngineOutcome> {
    const file = join(fileURLToPath(site.backendUrl), '.pulumi/stacks', this.unit.program.project, `${this.unit.target.name}.json`);
    const held = this.read(file);
    const wanted = this.script.resources(this.unit, input);
    const differs = JSON.stringify(Object.fromEntries(held.map(({ urn, inputs }) => [urn.split('::').pop(), inputs.value]))) !== JSON.stringify(wanted);
    switch (action.kind) {
      case 'init':
        return this.write(file, undefined);
      case 'remove':
        rmSync(file);
        return {};
      case 'preview':
      case 'up':
        for (const name of Object.keys(wanted))
          if (differs) onEvent(this.resource(name, action.kind === 'up' ? 'succeeded' : 'planned', held.length === 0 ? 'create' : 'update'));
        if (action.kind === 'up') this.write(file, wanted);
        else this.script.planned(this.unit, input).forEach(onEvent);
        return { changes: differs ? { [held.length === 0 ? 'create' : 'update']: 1 } : { same: 1 }, hasChanges: differs };
      case 'destroy-preview':
      case 'destroy':
        if (action.kind === 'destroy') this.write(file, {});
        return { changes: { delete: held.length }, hasChanges: true };
      case 'drift':
      case 'refresh':
      case 'settle':
      case 'export':
        if (action.kind === 'settle') this.write(file, wanted);
        return { changes: { same: held.length } };
    }
  }

  private resource(name: string, status: 'planned' | 'succeeded', operation: 'create' | 'update'): StackEvent {
    return { type: 'resource', status, operation, urn: this.urn(name), resourceType: 't:t:T', name };
  }

  private urn(name: string): string {
    return `urn:pulumi:${this.unit.target.name}::${this.unit.program.project}::t:t:T::${name}`;
  }

  private read(file: string): readonly Entry[] {
    if (!existsSync(file)) return [];
    const state = JSON.parse(readFileSync(file, 'utf8')) as { checkpoint: { latest: { resources: Entry[] } | null } };
    return (state.checkpoint.latest?.resources ?? []).filter(({ type }) => type !== 'pulumi:pulumi:Stack');
  }

  private write(file: string, resources: Readonly<Record<string, unknown>> | undefined): Partial<EngineOutcome> {
    const { project } = this.unit.program;
    const stack = this.unit.target.name;
    const entries = Object.entries(resources ?? {}).map(([name, value]): Entry => ({
      urn: this.urn(name),
      type: 't:t:T',
      inputs: { value },
      outputs: {},
      protect: this.script.protects.includes(name),
    }));
    const root: Entry = {
      urn: `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`,
      type: 'pulumi:pulumi:Stack',
      inputs: { value: 0 },
      outputs: { ...this.script.outputs(this.unit) },
    };
    clock += 1000;
    const latest =
      resources === undefined ? null : { manifest: { time: new Date(clock).toISOString() }, resources: entries.length === 0 ? [] : [root, ...entries] };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { stack: `organization/${project}/${stack}`, latest } }));
    return {};
  }
}

export const fakeEngines =
  (script: FakeScript): OpenStackEngine =>
  (unit) =>
    new FakeEngine(unit, script);
