// What a stack's worker process does: loads what the operation will need at once, then does what it is told over IPC.
import { redactor } from '../redact';
import type { StackEvent } from '../stack-engine';
import type { FromWorker, ToWorker, WorkerStart } from './messages';
import { RunLog } from './run-log';
import { StackProcess } from './stack-process';

/** Events are sent together: thousands of resources would otherwise mean thousands of messages. */
const batchMs = 20;

const start = JSON.parse(process.env['HX_WORKER'] ?? '{}') as WorkerStart;
const redact = redactor(start.secrets);
const log = new RunLog(start.logFile, redact);
const stackProcess = new StackProcess(start, log);

const send = (message: FromWorker): void => {
  if (process.connected) process.send?.(message);
};

let batch: StackEvent[] = [];
let timer: NodeJS.Timeout | undefined;
const flush = (): void => {
  clearTimeout(timer);
  timer = undefined;
  if (batch.length === 0) return;
  send({ type: 'events', events: redact(batch) });
  batch = [];
};
const emit = (event: StackEvent): void => {
  batch.push(event);
  timer ??= setTimeout(flush, batchMs);
};

let running: Promise<void> = Promise.resolve();
const end = (): void => {
  void running.finally(() => {
    log.close();
    process.exit(0);
  });
};

process.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') return stackProcess.cancel();
  if (message.type === 'close') return end();
  const { id, action, site, input } = message;
  running = stackProcess.run(action, site, input, emit).then((outcome) => {
    flush();
    send({ type: 'done', id, outcome: redact(outcome) });
  });
});

// hx is gone, killed perhaps: let the engine finish its step, once, and end.
process.on('disconnect', () => {
  stackProcess.cancel();
  end();
});

// Loading the program is most of the time before the engine asks for it; a failure is reported when the engine asks.
void import(start.module).catch(() => undefined);
