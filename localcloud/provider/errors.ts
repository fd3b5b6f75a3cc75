// A refusal of the local cloud as a gRPC error that the engine understands. Words only.
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { CloudError, StoreError } from '../errors';
import { isDatabricks } from '../registry';

/** The sentence that the engine prints: azure-native's form, or that of Databricks ("cannot create clusters: …"). */
export function wording(error: unknown, token: string, operation: string, type: string): string {
  if (error instanceof CloudError) {
    if (!isDatabricks(token) || error.code === '') return error.message;
    return `cannot ${operation} ${type}: ${error.reason} (${error.code})`;
  }
  if (error instanceof StoreError) return `the local cloud's store can't be used: ${error.message}; ${error.suggestion}`;
  return `the local cloud failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

export function serviceError(message: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(message), { code: status.UNKNOWN, details: message, metadata });
}

/** As gRPC reports a connection that broke: nobody knows whether the call took place. */
export const lostError = (message: string): ServiceError => Object.assign(serviceError(message), { code: status.UNAVAILABLE });

/** The resource exists but is not ready: the engine records it, fails the update and updates it the next time. */
export function partialError(id: string, outputs: Struct, inputs: Struct, reason: string): ServiceError {
  const detail = new ErrorResourceInitFailed().setId(id).setProperties(outputs).setInputs(inputs).setReasonsList([reason]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const answer = new Status().setCode(status.UNKNOWN).setMessage(reason).setDetailsList([packed]);
  const metadata = new Metadata();
  // gRPC for node has no typed details: this header carries them.
  metadata.add('grpc-status-details-bin', Buffer.from(answer.serializeBinary()));
  return serviceError(reason, metadata);
}
