import type { Output } from '../../../cli/io';
import { lineProgress, liveProgress } from '../../../cli/render/live';
import { plain } from '../../../cli/render/style';
import { eventsOf, operationStarted, startOfTime } from '../../support/events';
import { Terminal } from '../../support/terminal';

const dev = eventsOf('dev-eastus');

function fakeOutput(terminal: Terminal): Output & { resize(): void } {
  const listeners = new Set<() => void>();
  return {
    isTerminal: true,
    width: () => terminal.width,
    tableWidth: () => terminal.width,
    height: () => 20,
    style: plain,
    write: (text) => terminal.write(text),
    print: (...lines) => terminal.write(`${lines.join('\n')}\n`),
    onResize: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    resize: () => listeners.forEach((listener) => listener()),
  };
}

beforeEach(() => void jest.useFakeTimers({ now: startOfTime }));
afterEach(() => void jest.useRealTimers());

const options = (terminal: Terminal) => ({ output: fakeOutput(terminal), now: () => Date.now(), isVerbose: false });

describe('the live progress', () => {
  test('draws at most once in a tenth of a second, however many events come', () => {
    const terminal = new Terminal(80);
    const given = options(terminal);
    let writes = 0;
    const progress = liveProgress({
      ...given,
      output: {
        ...given.output,
        write: (text) => {
          writes += 1;
          terminal.write(text);
        },
      },
    });
    progress.onEvent(operationStarted('up', ['dev-eastus']));
    const before = writes;
    for (let index = 0; index < 500; index += 1) progress.onEvent(dev.resource(1, 'started', 'create', `r${index}`));
    expect(writes).toBe(before);
    jest.advanceTimersByTime(1000);
    expect(writes - before).toBe(10);
    progress.stop();
  });

  test('hides the cursor while it draws, gives it back for a question and at the end, and leaves nothing', () => {
    const terminal = new Terminal(80);
    const progress = liveProgress(options(terminal));
    progress.onEvent(operationStarted('up', ['dev-eastus']));
    jest.advanceTimersByTime(100);
    expect(terminal.isCursorShown).toBe(false);
    expect(terminal.screen()).toHaveLength(2);
    progress.pause();
    expect(terminal.isCursorShown).toBe(true);
    expect(terminal.screen()).toEqual([]);
    terminal.write('Type prod: prod\n');
    jest.advanceTimersByTime(1000);
    expect(terminal.screen()).toEqual(['Type prod: prod']);
    progress.resume();
    expect(terminal.screen()).toHaveLength(3);
    progress.stop();
    expect(terminal.screen()).toEqual(['Type prod: prod']);
    expect(terminal.isCursorShown).toBe(true);
  });

  test('prints warnings above the tree, where they stay', () => {
    const terminal = new Terminal(80);
    const progress = liveProgress(options(terminal));
    progress.onEvent(operationStarted('up', ['dev-eastus']));
    progress.onEvent(dev.started(1));
    jest.advanceTimersByTime(100);
    progress.onEvent(dev.diagnostic(2, 'warning', 'old name'));
    expect(terminal.screen()[0]).toBe('[dev-eastus/platform] ! warning old name');
    progress.stop();
    expect(terminal.screen()).toEqual(['[dev-eastus/platform] ! warning old name']);
  });
});

describe('the progress in lines', () => {
  test('beats after 30 seconds of silence, and only then', () => {
    const terminal = new Terminal(120);
    const progress = lineProgress(options(terminal));
    progress.onEvent(operationStarted('up', ['dev-eastus']));
    progress.onEvent(dev.started(0));
    jest.advanceTimersByTime(29_000);
    progress.onEvent(dev.phase(29, 'run'));
    const before = terminal.screen().length;
    jest.advanceTimersByTime(29_900);
    expect(terminal.screen()).toHaveLength(before);
    jest.advanceTimersByTime(200);
    expect(terminal.screen().slice(before)).toEqual(['[dev-eastus/platform] still at it after 59s: 0 of 0 done']);
    jest.advanceTimersByTime(30_000);
    expect(terminal.screen()).toHaveLength(before + 2);
    progress.stop();
    jest.advanceTimersByTime(120_000);
    expect(terminal.screen()).toHaveLength(before + 2);
  });

  test('lets no name give orders to a CI runner', () => {
    const terminal = new Terminal(200);
    const progress = lineProgress(options(terminal));
    progress.onEvent(operationStarted('up', ['dev-eastus']));
    progress.onEvent(dev.diagnostic(1, 'error', 'x\n::set-output name=a::b ##vso[task.complete]'));
    progress.stop();
    expect(terminal.screen().join('\n')).not.toMatch(/^\s*::|##vso\[/m);
  });
});
