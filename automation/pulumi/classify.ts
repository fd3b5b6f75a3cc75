// Why an engine run failed: the only file that reads the engine's and the providers' texts. Typed facts first, texts last.
import type { ErrorRecord } from '../errors';
import type { ExitReason } from '../exit-codes';
import type { StackEvent } from '../stack-engine';
import { EngineExit } from './engine-command';

/** What is known when the engine has ended. */
export interface Failure {
  readonly error: unknown;
  readonly events: readonly StackEvent[];
  readonly wasCancelled: boolean;
  readonly log: string;
}

type Reason = Exclude<ExitReason, 'ok'>;

/** The engine's own exit codes, which are hx's too. 1 says nothing. */
const engineReasons: Readonly<Record<number, Reason>> = {
  2: 'usage',
  3: 'authentication',
  4: 'resource',
  5: 'policy',
  6: 'stackNotFound',
  7: 'expectation',
  8: 'cancelled',
  9: 'timeout',
};

interface Rule {
  readonly pattern: RegExp;
  readonly reason: Reason;
  readonly suggestion?: string;
}

/** Texts of engine 3.259 and of Azure's and Databricks' clients, most telling first. */
const textRules: readonly Rule[] = [
  { pattern: /the stack is currently locked by|Another update is currently in progress/, reason: 'locked', suggestion: 'hx unlock' },
  {
    pattern: /incorrect passphrase|message authentication failed|constructing secrets manager|passphrase must be set/,
    reason: 'authentication',
    suggestion: 'restore the passphrase file of HX_HOME',
  },
  {
    pattern:
      /AuthorizationFailed|AuthenticationFailed|InvalidAuthenticationToken|AADSTS\d+|Please run 'az login'|invalid_client|\b40[13]\b.*(?:Unauthorized|Forbidden)/,
    reason: 'authentication',
    suggestion: 'az login',
  },
  { pattern: /snapshot integrity failure/, reason: 'expectation', suggestion: 'restore a copy from HX_HOME/checkpoints' },
  { pattern: /no space left on device|ENOSPC/, reason: 'failure', suggestion: 'free disk space, then run the same command again' },
  { pattern: /no stack named/, reason: 'stackNotFound' },
];

const cannotCreateExisting = /cannot create already existing resource '?([^'\s]+)'?|a resource with the ID "([^"]+)" already exists/i;

const firstLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? '';
const withoutPrefix = (text: string): string =>
  firstLine(text)
    .replace(/^(?:error|warning|fatal error): /i, '')
    .replace(/^\d+ errors? occurred:?\s*\*?\s*/, '');

/** Multi-error texts begin with "1 error occurred:" and put the cause on a bulleted line below. */
const sentence = (message: string): string => {
  const bullet = /^\s*\*\s+(.+)$/m.exec(message)?.[1];
  const text = /errors? occurred/.test(firstLine(message)) && bullet !== undefined ? bullet : withoutPrefix(message);
  return text.replace(/\s+/g, ' ').trim();
};

const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');
/** The engine's closing words after a failure or a cancel: they say nothing that the result does not. */
export const isClosing = (message: string): boolean =>
  /^(?:update|preview|destroy|refresh) (?:failed|cancell?ed)$|^resource registration failed|^One or more errors occurred/.test(message.trim());

type Diagnostic = Extract<StackEvent, { readonly type: 'diagnostic' }>;

const errorsOf = (events: readonly StackEvent[]): readonly Diagnostic[] =>
  events.flatMap((event) => (event.type === 'diagnostic' && event.severity === 'error' && !isClosing(event.message) ? [event] : []));

const failedResource = (events: readonly StackEvent[]): string | undefined =>
  events.flatMap((event) => (event.type === 'resource' && event.status === 'failed' ? [event.urn] : []))[0];

const byText = (text: string): Rule | undefined => textRules.find(({ pattern }) => pattern.test(text));

const ofPolicy = (events: readonly StackEvent[], log: string): ErrorRecord | undefined => {
  const mandatory = events.flatMap((event) => (event.type === 'policy-violation' && event.level === 'mandatory' ? [event] : []));
  const [first] = mandatory;
  if (first === undefined) return undefined;
  const others = mandatory.length === 1 ? '' : ` (and ${mandatory.length - 1} more)`;
  return {
    reason: 'policy',
    message: `policy ${first.policy} is violated by ${nameOf(first.urn)}: ${sentence(first.message)}${others}`,
    resource: first.urn,
    log,
  };
};

const ofResource = (urn: string, message: string, log: string): ErrorRecord => {
  const existing = cannotCreateExisting.exec(message);
  const id = existing?.[1] ?? existing?.[2];
  const rule = byText(message);
  const suggestion = id === undefined ? rule?.suggestion : `import it or delete it in the cloud: ${id}`;
  const reason = rule?.reason ?? 'resource';
  return { reason, message: `${nameOf(urn)}: ${sentence(message)}`, resource: urn, log, ...(suggestion === undefined ? {} : { suggestion }) };
};

/** One sentence with resource, cause and suggestion. */
export function classify({ error, events, wasCancelled, log }: Failure): ErrorRecord {
  const exit = error instanceof EngineExit ? error : undefined;
  const policy = ofPolicy(events, log);
  if (policy !== undefined) return policy;
  const errors = errorsOf(events);
  const failed = failedResource(events);
  const ofFailed = errors.find(({ urn }) => urn !== undefined && (failed === undefined || urn === failed)) ?? errors[0];
  if (wasCancelled && failed === undefined) return { reason: 'cancelled', message: 'cancelled: the step in flight was finished and the state saved', log };
  if (ofFailed !== undefined) {
    const urn = ofFailed.urn ?? failed;
    if (urn !== undefined && failed !== undefined) return ofResource(urn, ofFailed.message, log);
    const rule = byText(ofFailed.message);
    return {
      reason: rule?.reason ?? 'failure',
      message: sentence(ofFailed.message),
      log,
      ...(urn === undefined ? {} : { resource: urn }),
      ...(rule?.suggestion === undefined ? {} : { suggestion: rule.suggestion }),
    };
  }
  if (exit !== undefined) return ofExit(exit, log);
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    return { reason: 'failure', message: 'the engine is gone from where it was found', suggestion: 'hx doctor', log };
  return { reason: 'failure', message: sentence(error instanceof Error ? error.message : String(error)), log };
}

const ofExit = (exit: EngineExit, log: string): ErrorRecord => {
  const rule = byText(exit.stderr);
  const line = exit.stderr.split('\n').find((text) => /^error: /.test(text)) ?? exit.stderr;
  const reason = rule?.reason ?? (exit.code === null ? 'failure' : (engineReasons[exit.code] ?? 'failure'));
  const message = exit.code === null ? 'the engine was killed' : sentence(line) || exit.message;
  return { reason, message, log, ...(rule?.suggestion === undefined ? {} : { suggestion: rule.suggestion }) };
};
