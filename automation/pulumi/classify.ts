// Why an engine run failed: the only file that reads the engine's and the providers' texts. Typed facts first, texts last.
import type { ErrorRecord } from '../errors';
import type { ExitReason } from '../exit-codes';
import type { StackEvent } from '../stack-engine';
import type { ResourceOperation } from '../events';
import { adviceFor } from './advice';
import { EngineExit } from './engine-command';

/** What is known when the engine has ended. */
export interface Failure {
  readonly error: unknown;
  readonly events: readonly StackEvent[];
  readonly wasCancelled: boolean;
  /** A mandatory policy spoke against the operation; which one, and why, the pack itself reports. */
  readonly isForbidden: boolean;
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

/** Words of gRPC where a provider ends while it is asked; engine 3.259 leaves out the code that would say so. */
const brokenConnection =
  /code = Unavailable desc|error reading from server|transport is closing|client connection is closing|server closed the stream without sending trailers|stream terminated by RST_STREAM/;

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
      /AuthenticationFailed|InvalidAuthenticationToken|AADSTS\d+|Please run 'az login'|invalid_client|cannot configure default credentials|\b40[13]\b.*(?:Unauthorized|Forbidden)/,
    reason: 'authentication',
    suggestion: 'az login',
  },
  {
    pattern: /exceed\w* .*\bquota\b/i,
    reason: 'resource',
    suggestion: 'ask for more quota in this subscription and region, or use a smaller size or another region',
  },
  { pattern: /provisioning .*\bFailed\b/, reason: 'resource', suggestion: 'run the same command again: it brings what was half made to its end' },
  {
    pattern: brokenConnection,
    reason: 'failure',
    suggestion: 'run the same command again: it goes on where it stopped',
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

const operationOn = (events: readonly StackEvent[], of: string): ResourceOperation | undefined =>
  events.flatMap((event) => (event.type === 'resource' && event.status === 'failed' && event.urn === of ? [event.operation] : []))[0];

const byText = (text: string): Rule | undefined => textRules.find(({ pattern }) => pattern.test(text));

/** What a provider said of one resource, taken apart. */
interface Refusal {
  readonly text: string;
  readonly property?: string;
  readonly code?: string;
  readonly status?: string;
  /** Of a resource that is there already. */
  readonly existing?: string;
}

/** The engine's words around what a provider's check refused; the value is left out: it may be long, or secret. */
const propertyProblem = /resource '[^']*'(?:: property (\S+) value [\s\S]*?)? has a problem: ([\s\S]*)$/;
/** The forms of Azure's two clients, autorest and azcore, and of the Databricks provider. */
const autorest = /Status=(\d+) Code="([^"]*)"(?: Message="([\s\S]*?)"(?=\s*(?:$|\n|Details=|Target=|InnerError=|AdditionalInfo=)))?/;
const azcore = /RESPONSE (\d+)[\s\S]*?ERROR CODE: (\S+)([\s\S]*)/;
const databricks = /^cannot \w+ [^:]+: ([\s\S]*?)(?: \(([A-Za-z_]+)\))?$/;

function refusalIn(message: string): Refusal {
  const problem = propertyProblem.exec(message);
  const [said, property] = problem === null ? [sentenceless(message), undefined] : [problem[2] ?? '', problem[1]];
  const within = property === undefined ? {} : { property };
  const existing = cannotCreateExisting.exec(said);
  const id = existing?.[1] ?? existing?.[2];
  if (id !== undefined) return { ...within, text: 'it exists already, but not in the state of this stack', existing: id, code: 'ResourceAlreadyExists' };
  const [, status, code = '', text = sentence(said)] = autorest.exec(said) ?? [];
  if (status !== undefined) return { ...within, text, code, status };
  const [, answered, errorCode = '', body = ''] = azcore.exec(said) ?? [];
  if (answered !== undefined)
    return { ...within, text: /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1]?.replace(/\\"/g, '"') ?? firstLine(said), code: errorCode, status: answered };
  const [whole, reason = '', name] = databricks.exec(said) ?? [];
  if (whole !== undefined) return { ...within, text: reason, ...(name === undefined ? {} : { code: name }) };
  if (brokenConnection.test(said)) return { ...within, text: 'the connection to the provider broke before it answered', code: 'Unavailable' };
  return { ...within, text: sentence(said) };
}

/** Multi-error texts begin with "1 error occurred:" and put the cause, which may have several lines, behind a bullet. */
const sentenceless = (message: string): string => {
  const bullet = /errors? occurred/.test(firstLine(message)) ? /^\s*\*\s+([\s\S]+)$/m.exec(message)?.[1] : undefined;
  return (bullet ?? message.replace(/^\s*(?:error|fatal error): /i, '')).trim();
};

const verbs: Readonly<Record<ResourceOperation, string>> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  read: 'read',
  refresh: 'read',
  import: 'imported',
  same: 'kept',
};

const typeOf = (urn: string): string => (urn.split('::')[2] ?? '').split('$').at(-1)?.split(':').at(-1) ?? '';

/** "StorageAccount storage could not be created: … (AnotherOperationInProgress)". */
function wordingOf(urn: string, operation: ResourceOperation | undefined, { text, property, code, existing }: Refusal): string {
  const what = `${typeOf(urn)} ${nameOf(urn)}`;
  const does = property === undefined ? (operation === undefined ? '' : ` could not be ${verbs[operation]}`) : `: the property ${property} is refused`;
  const ending = existing ?? code;
  const plain = text.replace(/\s+/g, ' ').trim();
  return `${what}${does}: ${ending === undefined || ending === '' ? plain : `${plain.replace(/[.\s]+$/, '')} (${ending})`}`;
}

const isResource = (urn: string | undefined): urn is string => urn !== undefined && !/::pulumi:(?:pulumi|providers):/.test(urn);

/** The sentence for an error of one resource; `operation` is what was being done to it. Texts about the stack stay as they are. */
export const explained = (message: string, urn: string | undefined, operation: ResourceOperation | undefined): string =>
  isResource(urn) ? wordingOf(urn, operation, refusalIn(message)) : message;

function ofResource(urn: string, operation: ResourceOperation | undefined, message: string, log: string): ErrorRecord {
  const refusal = refusalIn(message);
  const rule = byText(message);
  const advice = adviceFor(refusal.code, refusal.status) ?? rule;
  const suggestion = refusal.existing === undefined ? advice?.suggestion : `import it or delete it in the cloud: ${refusal.existing}`;
  const reason = advice?.reason ?? rule?.reason ?? 'resource';
  return { reason, message: wordingOf(urn, operation, refusal), resource: urn, log, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Words of a call that ended without an answer: nobody knows whether the cloud did what it was asked. */
const withoutAnswer =
  /code = (?:Canceled|DeadlineExceeded)\b|context (?:canceled|deadline exceeded)|connection reset by peer|unexpected EOF|Code="(?:OperationCancelled|GatewayTimeout)"|RESPONSE 504/;

/** Words of the engine where the step took place and only its record failed. */
const unrecorded = /(?:post-step|resource complete) event returned an error/;

export const isAnswerLost = (message: string): boolean => [brokenConnection, withoutAnswer, unrecorded].some((words) => words.test(message));

/** What a call says that the cancel itself has ended. */
const endedByCancel = /Code="OperationCancelled"|context canceled|code = Canceled/;

/** One sentence with resource, cause and suggestion. */
export function classify({ error, events, wasCancelled, isForbidden, log }: Failure): ErrorRecord {
  const exit = error instanceof EngineExit ? error : undefined;
  if (isForbidden) return { reason: 'policy', message: 'a mandatory policy is violated', log };
  const errors = errorsOf(events);
  const failed = failedResource(events);
  const ofFailed = errors.find(({ urn }) => urn !== undefined && (failed === undefined || urn === failed)) ?? errors[0];
  if (wasCancelled && failed === undefined) return { reason: 'cancelled', message: 'cancelled: the step in flight was finished and the state saved', log };
  if (wasCancelled && ofFailed !== undefined && errors.every(({ message }) => endedByCancel.test(message))) {
    const { urn = failed, message } = ofFailed;
    return { reason: 'cancelled', message: `cancelled: ${explained(message, urn, urn === undefined ? undefined : operationOn(events, urn))}`, log };
  }
  if (ofFailed !== undefined) {
    const urn = ofFailed.urn ?? failed;
    if (isResource(urn) && (failed !== undefined || propertyProblem.test(ofFailed.message)))
      return ofResource(urn, operationOn(events, urn), ofFailed.message, log);
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
