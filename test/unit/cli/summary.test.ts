import type { HxEvent, OperationSummary, StackResult } from '../../../automation/events';
import { emptyRun, printableEvent, reduce } from '../../../cli/render/state';
import { plain } from '../../../cli/render/style';
import { nextCommands, summaryLines, type SummaryView } from '../../../cli/render/summary';
import { eventsOf, operationStarted } from '../../support/events';

const east = eventsOf('prod-eastus');
const west = eventsOf('prod-westus2');
const summary = (more: Partial<OperationSummary>): OperationSummary => ({
  type: 'summary',
  version: 1,
  time: '2026-11-23T12:00:00Z',
  operation: 'up',
  exitCode: 0,
  runId: 'run-1',
  results: [],
  ...more,
});
const view: SummaryView = {
  width: 100,
  style: plain,
  cloud: 'local',
  isDryRun: false,
  choice: '--env prod',
  retype: (suggestion) => (suggestion === '--yes' ? 'hx up --env prod --yes' : suggestion),
};
const lines = (of: OperationSummary, events: readonly HxEvent[] = []): readonly string[] =>
  summaryLines(of, events.map(printableEvent).reduce(reduce, emptyRun), view);

describe('the summary', () => {
  test('has a row for every stack, and three commands to go on with', () => {
    expect(lines(summary({ results: [east.result({ changes: { create: 3, same: 1 } }), west.result({ changes: { same: 4 }, durationMs: 900 })] }))).toEqual([
      '',
      '✓ The update on the local cloud, not Azure succeeded',
      'TARGET        PROGRAM   RESULT       CHANGES                   TOOK',
      'prod-eastus   platform  ✓ succeeded  + 3 created, 1 unchanged  12s',
      'prod-westus2  platform  ✓ succeeded  4 unchanged               0.9s',
      '',
      'Next',
      '  hx outputs --env prod  addresses and names of what is there',
      '  hx status --env prod   all chosen targets at a glance',
      '  hx drift --env prod    has the cloud changed by itself?',
    ]);
  });

  test('tells one cause once, with every place that it hit, and what else went wrong there', () => {
    const error = { reason: 'resource', message: 'the name st is taken', suggestion: '--yes', log: '/logs/a.log' } as const;
    const failed: readonly StackResult[] = [east, west].map((events) => events.result({ result: 'failed', error }));
    const text = lines(summary({ exitCode: 4, results: failed }), [
      operationStarted('up', ['prod-eastus', 'prod-westus2']),
      east.diagnostic(1, 'error', 'the name st is taken', 'st'),
      east.diagnostic(1, 'error', 'kv is locked', 'kv'),
    ]);
    expect(text.join('\n')).toContain(
      [
        '✗ Error: the name st is taken',
        '  Also: kv is locked',
        '  Where: prod-eastus/platform, prod-westus2/platform',
        '  Suggestion: hx up --env prod --yes',
        '  Log: /logs/a.log',
      ].join('\n'),
    );
    expect(text[1]).toBe('✗ The update on the local cloud, not Azure failed in 2 of 2 stacks');
  });

  test('never says that it was Azure when it was the local cloud, nor the other way round', () => {
    const of = summary({ results: [east.result()] });
    expect(lines(of)[1]).toContain('local cloud, not Azure');
    expect(summaryLines(of, emptyRun, { ...view, cloud: 'azure' })[1]).toBe('✓ The update on Azure succeeded');
  });

  test('of a dry run says that nothing was changed', () => {
    expect(summaryLines(summary({ results: [east.result({ changes: { create: 1 } })] }), emptyRun, { ...view, isDryRun: true }).join('\n')).toMatch(
      /dry run: nothing was changed[\s\S]*\+ 1 to create/,
    );
  });

  test('is stacked on a narrow terminal, where no line of it is lost', () => {
    const text = summaryLines(summary({ results: [east.result({ changes: { create: 3 } })] }), emptyRun, { ...view, width: 40 });
    expect(text).toEqual(expect.arrayContaining(['target:  prod-eastus', 'changes: + 3 created', '  hx outputs --env prod']));
  });

  test('holds no escape sequence that an error message brought', () => {
    const error = { reason: 'resource', message: '\u001b[2Jgone', resource: 'urn\u001b]0;x\u0007' } as const;
    expect(lines(summary({ exitCode: 4, results: [east.result({ result: 'failed', error })] })).join('')).not.toContain('\u001b');
  });
});

describe('what to type next', () => {
  const commands = (of: Partial<OperationSummary>): readonly string[] =>
    nextCommands(summary(of), { choice: '--env prod', isDryRun: false }).map(({ command }) => command);
  const failed = (reason: 'locked' | 'resource'): readonly StackResult[] => [east.result({ result: 'failed', error: { reason, message: '' } })];

  test.each([
    ['a preview with changes', { operation: 'preview', results: [east.result({ changes: { create: 1 } })] }, 'hx up --env prod'],
    ['a preview without', { operation: 'preview', results: [east.result({ changes: { same: 1 } })] }, 'hx status --env prod'],
    ['drift, which an update sees only after a refresh,', { operation: 'drift', exitCode: 13, results: [] }, 'hx refresh --env prod'],
    ['a failure', { exitCode: 4, results: failed('resource') }, 'hx status --env prod'],
    ['a locked stack', { exitCode: 12, results: failed('locked') }, 'hx status --env prod'],
    ['a destroy', { operation: 'destroy', results: [east.result()] }, 'hx status --env prod'],
  ] as const)('after %s are three commands that fit', (_name, of, first) => {
    const found = commands(of);
    expect(found).toHaveLength(3);
    expect(found[0]).toBe(first);
  });

  test('after a locked stack waits or unlocks', () => {
    expect(commands({ exitCode: 12, results: failed('locked') })).toEqual(expect.arrayContaining(['hx up --env prod --wait-lock 10m', 'hx unlock --env prod']));
  });
});
