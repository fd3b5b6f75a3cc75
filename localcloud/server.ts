// Main of the local cloud's process: serves its providers until its parent is gone and the engines have let go. Decides nothing else.
import { dockerFlag, type DockerSettings } from './docker/settings';
import { StoreError } from './errors';
import { serveProvider, type RunningProvider } from './provider/serve';
import { Store } from './store';
import { undoUnanswered } from './unanswered';

/** First message to the parent: where the providers listen, or why they do not. */
export type ServerMessage =
  | { readonly type: 'listening'; readonly ports: { readonly 'azure-native': number; readonly databricks: number; readonly docker: number } }
  | { readonly type: 'failed'; readonly problem: string; readonly message: string; readonly suggestion: string };

const quietMs = 2000;

async function main(folder: string): Promise<void> {
  const docker = process.argv.includes(dockerFlag) ? await firstMessage() : undefined;
  const store = new Store(folder);
  undoUnanswered(store);
  const azure = await serveProvider('azure-native', store);
  const databricks = await serveProvider('databricks', store);
  const images = await serveProvider('docker', store, docker);
  const providers = [azure, databricks, images];
  const stop = (): void => {
    for (const provider of providers) provider.stop();
    store.close();
    process.exit(0);
  };
  // Ctrl-C reaches the whole foreground group; the parent decides when the engines are done.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => {
    for (const provider of providers) provider.cancel();
    whenQuiet(providers, 0, stop);
  });
  process.on('disconnect', () => whenQuiet(providers, quietMs, stop));
  tell({ type: 'listening', ports: { 'azure-native': azure.port, databricks: databricks.port, docker: images.port } });
  if (process.send === undefined) process.stdin.on('end', () => whenQuiet(providers, quietMs, stop)).resume();
}

const firstMessage = (): Promise<DockerSettings> => new Promise((resolve) => process.once('message', (settings: DockerSettings) => resolve(settings)));

/** A write that was accepted is answered; an engine that outlives the parent for a moment still saves its state through us. */
function whenQuiet(providers: readonly RunningProvider[], idleMs: number, then: () => void): void {
  const isQuiet = providers.every((provider) => provider.inFlight() === 0 && provider.idleFor() >= idleMs);
  if (isQuiet) then();
  else setTimeout(() => whenQuiet(providers, idleMs, then), 50);
}

function tell(message: ServerMessage): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`);
  else process.send(message);
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  const { message } = error instanceof Error ? error : { message: String(error) };
  const known = error instanceof StoreError ? error : { problem: 'io', suggestion: 'see the message' };
  tell({ type: 'failed', problem: known.problem, message, suggestion: known.suggestion });
  process.exitCode = 1;
  // Lets the message go out before the channel closes.
  setImmediate(() => process.disconnect?.());
});
