import { tellDoneOnlyWithoutErrors, type Sdk } from '../../../automation/pulumi/failed-program';

type Answer = (error: (Error & { code?: number }) | null, answer?: unknown) => void;

function sdk(hasErrors: () => boolean) {
  const told: unknown[] = [];
  const monitor = {
    signalAndWaitForShutdown: (request: unknown, answered: Answer): void => {
      told.push(request);
      answered(null, 'deleted what was left');
    },
  };
  tellDoneOnlyWithoutErrors({ log: { hasErrors }, runtime: { getMonitor: () => monitor } } as unknown as Sdk);
  const signal = (): Promise<unknown> =>
    new Promise((resolve) => monitor.signalAndWaitForShutdown('done', (error, answer) => resolve(error === null ? answer : { code: error.code })));
  return { told, signal };
}

describe('the engine is told that a program is done', () => {
  test('where it is', async () => {
    const { told, signal } = sdk(() => false);
    expect(await signal()).toBe('deleted what was left');
    expect(told).toEqual(['done']);
  });

  test('never after an error, also one that shows only when the promises at hand are through', async () => {
    let hasErrors = false;
    const { told, signal } = sdk(() => hasErrors);
    const answer = signal();
    queueMicrotask(() => (hasErrors = true));
    expect(await answer).toEqual({ code: 14 });
    expect(told).toEqual([]);
  });

  test('by an SDK that says it as the pinned one does: another is refused, not trusted', () => {
    expect(() => tellDoneOnlyWithoutErrors({ log: { hasErrors: () => false }, runtime: { getMonitor: () => ({}) } } as unknown as Sdk)).toThrow(
      /no longer tells/,
    );
  });
});
