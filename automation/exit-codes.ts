// The exit codes of hx: Pulumi's own numbers first, then ours. A public contract; docs/exit-codes.md is checked against this table.

export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  authentication: 3,
  resource: 4,
  policy: 5,
  stackNotFound: 6,
  expectation: 7,
  cancelled: 8,
  timeout: 9,
  approval: 10,
  quality: 11,
  locked: 12,
  drift: 13,
  bug: 255,
} as const;

export type ExitReason = keyof typeof exitCodes;
export type ExitCode = (typeof exitCodes)[ExitReason];

/** What each reason means, in one sentence for help and docs. */
export const exitCodeMeanings: Readonly<Record<ExitReason, string>> = {
  ok: 'everything that was asked for is done',
  failure: 'something failed that no other code names',
  usage: 'wrong flags, wrong input or invalid configuration; nothing was changed',
  authentication: 'credentials are missing, expired or refused',
  resource: 'the cloud refused or failed a resource operation',
  policy: 'a mandatory policy is violated, or the policies could not be evaluated; nothing was changed',
  stackNotFound: 'the stack does not exist',
  expectation: 'the plan or an expectation does not hold; nothing was changed',
  cancelled: 'cancelled or declined',
  timeout: 'a time limit ran out',
  approval: 'an approval is pending or refused',
  quality: 'a data-quality gate failed; live data is unchanged',
  locked: 'another run holds the target',
  drift: 'the cloud differs from the recorded state',
  bug: 'a bug in hx; a report was written to a file',
};
