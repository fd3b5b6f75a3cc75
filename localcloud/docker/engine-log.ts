// Tells the engine what a long call is doing, so that whoever watches the update sees it. Loses lines rather than delay the work.
import { credentials } from '@grpc/grpc-js';
import { EngineClient } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { LogRequest, LogSeverity } from '@pulumi/pulumi/proto/engine_pb';

export interface EngineLog {
  /** Shown beside the resource until the next line. */
  status(urn: string, line: string): void;
  /** Stays. */
  info(urn: string, line: string): void;
  close(): void;
}

const silent: EngineLog = { status: () => undefined, info: () => undefined, close: () => undefined };

/** `address` is the engine's own, which it tells when it attaches; without one nobody listens. */
export function engineLog(address: string | undefined): EngineLog {
  if (address === undefined || address === '') return silent;
  const client = new EngineClient(address, credentials.createInsecure());
  const send = (urn: string, line: string, isEphemeral: boolean): void => {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setUrn(urn).setMessage(line).setEphemeral(isEphemeral);
    client.log(request, () => undefined);
  };
  return { status: (urn, line) => send(urn, line, true), info: (urn, line) => send(urn, line, false), close: () => client.close() };
}
