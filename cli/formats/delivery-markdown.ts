// A delivery as Markdown for a pull request's comment or a run page: one table a target, what failed below it. Pure.
import type { ErrorRecord } from '../../automation/errors';
import type { DeliverySummary, StepResult, TargetDelivery } from '../../automation/delivery';
import { span } from '../render/time';
import { cell } from './markdown';

const marks: Readonly<Record<StepResult['state'], string>> = {
  pending: '·',
  running: '▶',
  succeeded: '✅',
  unchanged: '✅',
  failed: '❌',
  skipped: '⏭',
  cancelled: '⏹',
};

export function deliveryMarkdown({ results, exitCode, runId }: DeliverySummary): string {
  return [`### ${exitCode === 0 ? '✅' : '❌'} Delivery ${runId}`, '', ...results.flatMap(targetLines)].join('\n');
}

/** Those of its steps; the delivery's own where it was refused before the first. */
function errorsOf(steps: readonly StepResult[], own: ErrorRecord | undefined): readonly ErrorRecord[] {
  const found = steps.flatMap(({ error }) => (error === undefined ? [] : [error]));
  return found.length > 0 || own === undefined ? found : [own];
}

function targetLines({ target, sha, isDirty, live, slot, images = {}, steps, error }: TargetDelivery): readonly string[] {
  const facts = [
    `commit ${sha.slice(0, 12)}${isDirty ? ' with changes that are not committed' : ''}`,
    ...(live === undefined ? [] : [`live slot **${live}**`]),
    ...(slot === undefined || slot === live ? [] : [`filled slot ${slot}`]),
  ];
  return [
    `#### ${cell(target)}`,
    '',
    `${facts.join(', ')}`,
    '',
    '| step | result | took | what |',
    '| --- | --- | --: | --- |',
    ...steps.map(({ step, state, durationMs, message = '', warnings = [] }) => {
      const warned = warnings.length === 0 ? '' : ` ⚠️ ${warnings.map(cell).join('; ')}`;
      return `| ${step} | ${marks[state]} ${state} | ${durationMs > 0 ? span(durationMs) : ''} | ${cell(message)}${warned} |`;
    }),
    '',
    ...Object.entries(images).map(([name, reference]) => `- ${cell(name)}: ${cell(reference)}`),
    ...errorsOf(steps, error).flatMap(({ message, suggestion }) => [
      '',
      ...message.split('\n').map((line) => `> ${cell(line)}`),
      ...(suggestion === undefined ? [] : ['>', `> ${cell(suggestion)}`]),
    ]),
    '',
  ];
}
