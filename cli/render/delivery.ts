// The end of a delivery for people: every step, what went wrong, what is live, and what to type next; and the plan of a dry run. Pure.
import type { DeliverySummary, StepResult, TargetDelivery } from '../../automation/delivery';
import { finishedRow, type DeliveryState } from '../deploy/state';
import { errorBlock, nextBlock, type ErrorView, type Next } from './error-block';
import { stepRows } from './steps';
import { symbols, type Style } from './style';
import { oneLine, printable, wrap } from './text';
import { span } from './time';
import { cloudLabel } from './words';

export interface DeliveryView extends ErrorView {
  readonly cloud: string;
  /** Options that choose the same targets again. */
  readonly choice: string;
}

export function deliveryLines(summary: DeliverySummary, view: DeliveryView): readonly string[] {
  const { style } = view;
  return [
    ...summary.results.flatMap((result) => [
      '',
      targetTitle(result, style),
      ...stepLines(result.steps, view),
      ...warningLines(result.steps, view),
      ...factLines(result, view),
    ]),
    ...errorLines(summary, view),
    '',
    headline(summary, view),
    ...nextBlock(nextCommands(summary, view), view),
  ];
}

const targetTitle = ({ target, sha, isDirty, durationMs }: TargetDelivery, style: Style): string =>
  `${style.bold(target)}  ${style.dim(`${sha.slice(0, 12)}${isDirty ? ' with changes that are not committed' : ''}, ${span(durationMs)}`)}`;

const stepLines = (steps: readonly StepResult[], { width, style }: DeliveryView): readonly string[] =>
  stepRows(
    steps.map((result) => ({ ...finishedRow(result), name: result.step })),
    { now: 0, width: Math.max(40, width - 2), style },
  ).map((line) => `  ${line}`);

const warningLines = (steps: readonly StepResult[], { width, style }: DeliveryView): readonly string[] =>
  steps.flatMap(({ step, warnings = [] }) =>
    warnings.flatMap((warning) => {
      const [first = '', ...rest] = wrap(`${step}: ${oneLine(warning)}`, Math.max(20, width - 4));
      return [`  ${style.yellow(symbols.warning)} ${first}`, ...rest.map((line) => `    ${line}`)];
    }),
  );

function factLines({ live, slot, images = {}, folder }: TargetDelivery, { style }: DeliveryView): readonly string[] {
  const facts: readonly (readonly [string, string])[] = [
    ...(live === undefined ? [] : [['live slot', live] as const]),
    ...(slot === undefined || slot === live ? [] : [['filled slot', slot] as const]),
    ...Object.entries(images).map(([name, reference]) => [name, reference] as const),
    ...(folder === '' ? [] : [['logs and reports', folder] as const]),
  ];
  const label = Math.max(0, ...facts.map(([name]) => name.length)) + 1;
  return facts.map(([name, value]) => `  ${style.dim(`${name}:`.padEnd(label))} ${printable(value)}`);
}

/** Each cause once, with the places that it hit. */
function errorLines(summary: DeliverySummary, view: DeliveryView): readonly string[] {
  const failures = summary.results.flatMap(({ target, steps, error }) => {
    const own = steps.flatMap((step) => (step.error === undefined ? [] : [{ error: step.error, place: `${target}/${step.step}` }]));
    return own.length > 0 || error === undefined ? own : [{ error, place: target }];
  });
  const causeOf = ({ error }: (typeof failures)[number]): string => `${error.reason} ${error.message}`;
  const firsts = failures.filter((one, index) => failures.findIndex((other) => causeOf(other) === causeOf(one)) === index);
  return firsts.flatMap((first) => {
    const places = failures.filter((one) => causeOf(one) === causeOf(first)).map(({ place }) => place);
    return errorBlock(first.error, places, [], view);
  });
}

function headline(summary: DeliverySummary, { style, cloud }: DeliveryView): string {
  const where = `on ${cloudLabel(cloud)}`;
  const failed = summary.results.filter(({ result }) => result === 'failed').length;
  const isUnchanged = summary.results.every(({ steps }) => steps.some(({ step, state }) => step === 'switch' && state === 'unchanged'));
  if (summary.exitCode === 0) return style.green(`${symbols.done} ${isUnchanged ? `Nothing was to be delivered ${where}` : `The delivery ${where} succeeded`}`);
  if (summary.exitCode === 8) return style.yellow(`${symbols.warning} The delivery ${where} was cancelled`);
  return style.red(`${symbols.failed} The delivery ${where} failed${summary.results.length > 1 ? ` for ${failed} of ${summary.results.length} targets` : ''}`);
}

/** Commands that fit how it went. */
export function nextCommands(summary: DeliverySummary, { choice, cloud }: Pick<DeliveryView, 'choice' | 'cloud'>): readonly Next[] {
  const on = (verb: string, more = ''): string => [`hx ${verb}`, choice, more].filter((part) => part !== '').join(' ');
  const status: Next = { command: on('status'), about: 'all chosen targets at a glance' };
  const reasons = new Set(summary.results.map(({ error }) => error?.reason));
  const folder = summary.results[0]?.steps.find(({ step }) => step === 'landing')?.output?.['folder'];
  const landing = typeof folder === 'string' && cloud === 'local' ? `--source ${folder}` : '--wait';
  if (summary.exitCode === 0)
    return [
      status,
      { command: on('pipeline run', landing), about: 'run the daily pipeline on the live slot' },
      { command: on('outputs'), about: 'addresses, names, digests' },
    ];
  if (reasons.has('locked')) return [status, { command: on('deploy', '--wait-lock 10m'), about: 'wait for the other run' }];
  if (reasons.has('stackNotFound')) return [{ command: on('up'), about: 'bring the platform up first' }, status];
  if (reasons.has('expectation')) return [{ command: on('deploy'), about: 'deliver anew: what this one was made of has changed' }, status];
  return [{ command: on('deploy', '--resume'), about: 'go on where it stopped, when that is put right' }, status];
}

/** What `--dry-run` found: each step, what it waits for, and the values that it would run with. */
export function planLines(summary: DeliverySummary, { plans }: DeliveryState, view: DeliveryView): readonly string[] {
  const { style } = view;
  const lines = summary.results.flatMap((result) => [
    '',
    targetTitle(result, style),
    ...result.steps.flatMap(({ step, state }) => {
      const plan = plans.find((one) => one.target === result.target && one.step === step);
      if (plan === undefined) return [`  ${style.dim(`${symbols.skipped} ${step}: ${state === 'skipped' ? 'left out' : state}`)}`];
      const after = plan.needs.length === 0 ? '' : style.dim(` after ${plan.needs.join(', ')}`);
      const values = Object.entries(plan.values).map(([name, value]) => `      ${style.dim(`${name}:`)} ${printable(value)}`);
      return [`  ${symbols.running} ${style.bold(step)}  ${plan.does}${after}${style.dim(`, within ${span(plan.timeoutMs)}`)}`, ...values];
    }),
  ]);
  if (summary.exitCode !== 0) return [...lines, ...errorLines(summary, view), ...nextBlock(nextCommands(summary, view), view)];
  const next: Next = { command: ['hx deploy', view.choice].join(' ').trim(), about: 'run these steps' };
  return [...lines, '', style.green(`${symbols.done} A dry run: nothing was changed`), ...nextBlock([next], view)];
}
