import { EventEmitter } from 'node:events';
import { listenForInterrupts } from '../../../cli/interrupt';

describe('Ctrl-C', () => {
  const listen = () => {
    const source = new EventEmitter();
    const said: string[] = [];
    return { source, said, interrupts: listenForInterrupts(source, (line) => said.push(line)) };
  };

  test('once says at once that it stops after what is in flight', () => {
    const { source, said, interrupts } = listen();
    source.emit('SIGINT');
    expect(said).toEqual(['stopping after the operations in flight (Ctrl-C again to force)']);
    expect(interrupts.cancelled.aborted).toBe(true);
    expect(interrupts.killed.aborted).toBe(false);
  });

  test('twice forces, and a third time says nothing more', () => {
    const { source, said, interrupts } = listen();
    for (let count = 0; count < 3; count += 1) source.emit('SIGINT');
    expect(interrupts.killed.aborted).toBe(true);
    expect(said).toHaveLength(2);
  });

  test('is what a closed terminal means too, which never forces', () => {
    const { source, interrupts } = listen();
    for (let count = 0; count < 3; count += 1) source.emit('SIGHUP');
    expect(interrupts.cancelled.aborted).toBe(true);
    expect(interrupts.killed.aborted).toBe(false);
  });

  test('and SIGTERM count alike', () => {
    const { source, interrupts } = listen();
    source.emit('SIGTERM');
    expect(interrupts.cancelled.aborted).toBe(true);
    source.emit('SIGINT');
    expect(interrupts.killed.aborted).toBe(true);
  });
});
