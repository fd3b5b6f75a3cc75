import type { HxEvent } from '../../../automation/events';
import { eventLines, heartbeatLines } from '../../../cli/render/lines';
import { emptyRun, printableEvent, reduce } from '../../../cli/render/state';
import { plain } from '../../../cli/render/style';
import { eventsOf, operationStarted, startOfTime } from '../../support/events';

const dev = eventsOf('dev-eastus');
const lines = (events: readonly HxEvent[], isVerbose = false): readonly string[] => {
  let state = emptyRun;
  return events.map(printableEvent).flatMap((event) => {
    state = reduce(state, event);
    return eventLines(event, state, { style: plain, isVerbose });
  });
};
const begun = [operationStarted('up', ['dev-eastus']), dev.started(1, 60_000)];

describe('one line an event', () => {
  test('tells an update from its start to its end, and leaves to the change list what was only planned', () => {
    expect(
      lines([
        ...begun,
        dev.phase(2, 'preview'),
        dev.resource(2, 'planned', 'create', 'st'),
        dev.phase(3, 'run'),
        dev.resource(3, 'started', 'create', 'st'),
        dev.resource(6, 'succeeded', 'create', 'st', { durationMs: 3_100 }),
        dev.resource(6, 'succeeded', 'same', 'rg'),
        dev.finished(7, { changes: { create: 1, same: 4 }, durationMs: 6_000 }),
      ]),
    ).toEqual([
      'Updating 1 target on the local cloud, not Azure: dev-eastus (run run-1)',
      '[dev-eastus/platform] started, took 1m 00s last time',
      '[dev-eastus/platform] preview',
      '[dev-eastus/platform] run',
      '[dev-eastus/platform] + creating StorageAccount st',
      '[dev-eastus/platform] + created StorageAccount st in 3.1s',
      '[dev-eastus/platform] ✓ succeeded in 6.0s: + 1 created, 4 unchanged',
    ]);
  });

  test('says why a resource failed, in one line', () => {
    const failed = lines([...begun, dev.diagnostic(4, 'error', 'taken\nby another', 'kv'), dev.resource(4, 'failed', 'create', 'kv', { durationMs: 900 })]);
    expect(failed.slice(2)).toEqual([
      '[dev-eastus/platform] ✗ error kv: taken by another',
      '[dev-eastus/platform] ✗ creating failed StorageAccount kv in 0.9s: taken by another',
    ]);
  });

  test('says the name of a failed resource once', () => {
    const message = 'StorageAccount kv could not be created: the name is taken (StorageAccountAlreadyTaken)';
    const failed = lines([...begun, dev.diagnostic(4, 'error', message, 'kv'), dev.resource(4, 'failed', 'create', 'kv', { durationMs: 900 })]);
    expect(failed.slice(2)).toEqual([
      `[dev-eastus/platform] ✗ error ${message}`,
      '[dev-eastus/platform] ✗ creating failed StorageAccount kv in 0.9s: the name is taken (StorageAccountAlreadyTaken)',
    ]);
  });

  test('of a refresh does not claim that the cloud was changed', () => {
    expect(lines([operationStarted('refresh', ['dev-eastus']), dev.resource(2, 'succeeded', 'update', 'st')])[1]).toBe(
      '[dev-eastus/platform] ~ differs StorageAccount st',
    );
  });

  test('shows debug messages and every phase only when asked', () => {
    const events = [...begun, dev.diagnostic(2, 'debug', 'detail'), dev.phase(2, 'lease')];
    expect(lines(events)).toHaveLength(2);
    expect(lines(events, true)).toHaveLength(4);
  });

  test('marks mandatory and advisory policies with words', () => {
    const violations = [{ property: '', message: 'no' }];
    expect(lines([dev.violation(2, { policy: 'p', violations })])).toEqual(['[dev-eastus/platform] ✗ policy p on st: no']);
    expect(lines([dev.violation(2, { policy: 'p', violations, isBlocking: false })])).toEqual([]);
    expect(lines([dev.policies(3)])).toEqual(['[dev-eastus/platform] Policies: 1 failed, 4 passed (3 policies over 2 resources)']);
  });
});

describe('the heartbeat', () => {
  test('tells for each stack at work how far it is and what takes longest', () => {
    const events = [
      ...begun,
      dev.resource(2, 'planned', 'create', 'a'),
      dev.resource(2, 'planned', 'create', 'b'),
      dev.resource(3, 'started', 'create', 'a'),
      dev.resource(9, 'started', 'create', 'b'),
    ];
    const state = events.reduce(reduce, emptyRun);
    expect(heartbeatLines(state, startOfTime + 63_000)).toEqual([
      '[dev-eastus/platform] still at it after 1m 02s: 0 of 2 done, 2 in flight, longest a for 1m 00s',
    ]);
    expect(heartbeatLines(reduce(state, dev.finished(70)), startOfTime + 99_000)).toEqual([]);
  });
});
