// How a provider answers a call of the protocol: its request and who asks in, a message or a worded refusal out.
import { AnswerLost } from '../conditions';
import { kindOf } from '../registry';
import type { Connection, Connections } from './connection';
import { lostError, serviceError, wording } from './errors';
import { tokenOf } from './resources';

/** The messages differ by method: each answer takes its own, and only the protocol's table pairs them. */
export type Answer = (request: never, peer: string) => unknown;

export const isServiceError = (error: unknown): error is ReturnType<typeof serviceError> => error instanceof Error && 'metadata' in error && 'code' in error;

type Worded = <Request extends { getUrn(): string }>(
  operation: string,
  answer: (connection: Connection, request: Request, peer: string) => unknown,
) => (request: Request, peer: string) => Promise<unknown>;

/** Calls about one resource: what they throw is told in the words of its kind. */
export const wordedOver =
  (connections: Connections): Worded =>
  (operation, answer) =>
  async (request, peer) => {
    try {
      return await answer(connections.of(peer), request, peer);
    } catch (error) {
      if (isServiceError(error)) throw error;
      if (error instanceof AnswerLost) throw lostError(error.message);
      const token = tokenOf(request.getUrn());
      throw serviceError(wording(error, token, operation, kindOf(token)?.type ?? token));
    }
  };
