// Tells the engine what a long call is doing, so that whoever watches the update sees it. Keeps the order of lines.
import { credentials } from '@grpc/grpc-js';
import { EngineClient } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { LogRequest, LogSeverity } from '@pulumi/pulumi/proto/engine_pb';

export interface EngineLog {
  /** Shown beside the resource until the next line. */
  status(urn: string, line: string): void;
  /** Stays. */
  info(urn: string, line: string): void;
  /** Resolves when everything is told, or the engine listens no more. */
  close(): Promise<void>;
}

const silent: EngineLog = { status: () => undefined, info: () => undefined, close: () => Promise.resolve() };

/** `address` is the engine's own, which it tells when it attaches; without one nobody listens. */
export function engineLog(address: string | undefined): EngineLog {
  if (address === undefined || address === '') return silent;
  const client = new EngineClient(address, credentials.createInsecure());
  // One after the other: gRPC keeps no order among calls.
  let last: Promise<void> = Promise.resolve();
  const send = (urn: string, line: string, isEphemeral: boolean): void => {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setUrn(urn).setMessage(line).setEphemeral(isEphemeral);
    // An engine that is gone is told nothing: what was to be told is lost with it.
    last = last.then(() => new Promise((resolve) => void client.log(request, () => resolve())));
  };
  return {
    status: (urn, line) => send(urn, line, true),
    info: (urn, line) => send(urn, line, false),
    close: () => last.finally(() => client.close()),
  };
}
