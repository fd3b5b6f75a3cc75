// The errors of the local cloud: refusals in the cloud's own shape, and a store that can't be used. Knows nothing of exit codes.

/** A refusal as the cloud words it. `message` of the Error is the form in which azure-native reports it. */
export class CloudError extends Error {
  override readonly name = 'CloudError';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly reason: string,
    /** Seconds of the Retry-After header, where the cloud sends one. */
    readonly retryAfter?: number,
  ) {
    super(code === '' ? reason : `Status=${status} Code="${code}" Message="${reason}"`);
  }
}

export type StoreProblem = 'newer' | 'corrupt' | 'read-only' | 'full' | 'busy' | 'io';

/** The store can't be used; nothing was changed. `suggestion` is what the user can do next. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly problem: StoreProblem,
    message: string,
    readonly suggestion: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Wrong input to an admin function; nothing was changed. */
export class AdminError extends Error {
  override readonly name = 'AdminError';

  constructor(
    message: string,
    readonly suggestion?: string,
  ) {
    super(message);
  }
}
