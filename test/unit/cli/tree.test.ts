import fc from 'fast-check';
import type { HxEvent } from '../../../automation/events';
import { emptyRun, printableEvent, reduce, type RunState } from '../../../cli/render/state';
import { plain } from '../../../cli/render/style';
import { displayWidth } from '../../../cli/render/text';
import { treeLines } from '../../../cli/render/tree';
import { eventsOf, operationStarted, startOfTime } from '../../support/events';

const after = (events: readonly HxEvent[]): RunState => events.map(printableEvent).reduce(reduce, emptyRun);
const draw = (state: RunState, size: { readonly width?: number; readonly height?: number } = {}, seconds = 42): readonly string[] =>
  treeLines(state, { now: startOfTime + seconds * 1000, width: 80, height: 24, style: plain, tick: 0, ...size });

const east = eventsOf('prod-eastus');
const west = eventsOf('prod-westus2');
const north = eventsOf('prod-northeurope');
const running: readonly HxEvent[] = [
  operationStarted('up', ['prod-eastus', 'prod-westus2', 'prod-northeurope']),
  east.started(1),
  east.finished(32, { changes: { create: 48 }, durationMs: 31_000 }),
  west.started(2, 30_000),
  west.phase(2, 'preview'),
  west.resource(3, 'planned', 'create', 'st'),
  west.resource(3, 'planned', 'create', 'kv'),
  west.phase(4, 'run'),
  west.resource(30, 'started', 'create', 'st'),
  west.resource(35, 'started', 'create', 'kv'),
  north.started(2),
  north.phase(2, 'run'),
  north.resource(5, 'started', 'create', 'vault'),
  north.diagnostic(8, 'error', 'the name is taken\nby another', 'vault'),
  north.resource(8, 'failed', 'create', 'vault', { durationMs: 3_000 }),
];

describe('the live tree', () => {
  test('shows targets, what is in flight with its time, the estimate, and why something failed', () => {
    expect(draw(after(running))).toEqual([
      'Updating 3 targets on the local cloud, not Azure                             42s',
      '✓ prod-eastus  + 48 created                                                  31s',
      expect.stringMatching(/^⠋ prod-westus2 {2}platform: 0\/2 +40s of ~30s$/),
      expect.stringMatching(/^ {4}\+ creating StorageAccount st +12s$/),
      expect.stringMatching(/^ {4}\+ creating StorageAccount kv +7\.0s$/),
      expect.stringMatching(/^⠋ prod-northeurope {2}platform: 0 done +40s$/),
      expect.stringMatching(/^ {4}✗ creating failed StorageAccount vault +3\.0s$/),
      '      the name is taken by another',
    ]);
  });

  test('folds a finished target into one line and keeps the reason of a failed one', () => {
    const state = after([
      ...running,
      north.finished(9, { result: 'failed', changes: {}, durationMs: 7_000, error: { reason: 'resource', message: 'one resource failed' } }),
    ]);
    const lines = draw(state).filter((line) => line.includes('northeurope') || line.includes('taken'));
    expect(lines).toEqual([expect.stringMatching(/^✗ prod-northeurope {2}failed +7\.0s$/), '      the name is taken by another']);
  });

  test('says waiting for a target that has not begun', () => {
    expect(draw(after([operationStarted('preview', ['dev-eastus'], 'azure')]))).toEqual([
      expect.stringMatching(/^Previewing 1 target on Azure +42s$/),
      '- dev-eastus  waiting',
    ]);
  });

  test('shares a low screen among the targets and counts what it hides', () => {
    const many = [...running.slice(0, 9), ...Array.from({ length: 30 }, (_, index) => west.resource(30, 'started', 'create', `r${index}`))];
    const lines = draw(after(many), { height: 10 });
    expect(lines).toHaveLength(10);
    expect(lines.some((line) => /… \d+ more in flight/.test(line))).toBe(true);
    expect(lines.some((line) => line.includes('prod-northeurope'))).toBe(true);
  });

  test('fits every width and height, whatever the names are', () => {
    const odd = eventsOf('prod-westus2');
    const state = (name: string): RunState =>
      after([...running, odd.resource(36, 'started', 'update', name), odd.diagnostic(37, 'error', name, name), odd.resource(37, 'failed', 'update', name)]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 10, max: 200 }), fc.integer({ min: 2, max: 60 }), (name, width, height) => {
        const lines = draw(state(name), { width, height });
        expect(lines.length).toBeLessThanOrEqual(height);
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/\n/);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('leaves the type out where the terminal is narrow', () => {
    expect(draw(after(running), { width: 40 }).find((line) => line.includes('creating'))).toMatch(/^ {4}\+ creating st +12s$/);
  });
});

describe('the state of a run', () => {
  test('does not change what it was made from', () => {
    const before = after(running);
    const copy = structuredClone(before);
    reduce(before, west.resource(50, 'succeeded', 'create', 'st'));
    expect(before).toEqual(copy);
  });

  test('forgets a former preview when a stack is previewed anew', () => {
    const state = after([...running.slice(0, 7), west.phase(9, 'preview'), west.resource(9, 'planned', 'update', 'st')]);
    expect(state.stacks.get('prod-westus2/platform')?.planned.map(({ operation }) => operation)).toEqual(['update']);
  });

  test('lists what a refresh found although it has no preview', () => {
    const state = after([
      operationStarted('refresh', ['prod-westus2']),
      west.started(1),
      west.resource(2, 'succeeded', 'update', 'st', { changes: [{ path: 'sku', kind: 'update', before: 'a', after: 'b' }] }),
    ]);
    expect(state.stacks.get('prod-westus2/platform')?.planned).toMatchObject([{ name: 'st', changes: [{ path: 'sku' }] }]);
  });
});
