import { deliveryJunit } from '../../../cli/formats/delivery-junit';
import { deliveryMarkdown } from '../../../cli/formats/delivery-markdown';
import { emptyDelivery, reduceDelivery, rowsOf } from '../../../cli/deploy/state';
import { deliveryLines, nextCommands, planLines } from '../../../cli/render/delivery';
import { plain } from '../../../cli/render/style';
import { displayWidth } from '../../../cli/render/text';
import type { DeliveryEvent, DeliverySummary, StepResult, TargetDelivery } from '../../../automation/delivery';

const time = '2026-11-26T10:00:00.000Z';
const step = (name: StepResult['step'], state: StepResult['state'], more: Partial<StepResult> = {}): StepResult => ({
  step: name,
  state,
  durationMs: 1500,
  attempts: 1,
  message: `${name} message`,
  ...more,
});
const failedQuality = step('quality', 'failed', {
  log: '/home/logs/quality.log',
  error: {
    reason: 'quality',
    message: '1 of 20 data-quality checks failed\ninsurance.policies.customer_id: completeness 0.98, threshold 0.99; for example P1, P2',
    suggestion: 'correct the delivery',
    log: '/home/logs/quality.log',
  },
});
const delivery = (more: Partial<TargetDelivery> = {}): TargetDelivery => ({
  target: 'dev-eastus',
  stack: 'hiscox-etl-delivery/dev-eastus',
  result: 'succeeded',
  changes: {},
  durationMs: 61_000,
  sha: 'a'.repeat(40),
  isDirty: false,
  slot: 'green',
  live: 'green',
  images: { 'etl-ingestion': `acr.azurecr.io/etl-ingestion@sha256:${'b'.repeat(64)}` },
  folder: '/home/deliveries/run',
  steps: [
    step('exports', 'succeeded'),
    step('images', 'unchanged'),
    step('scan', 'succeeded', { warnings: ['no database <here>'] }),
    step('switch', 'succeeded'),
  ],
  ...more,
});
const summary = (results: readonly TargetDelivery[], exitCode: DeliverySummary['exitCode'] = 0): DeliverySummary => ({
  type: 'summary',
  version: 1,
  time,
  operation: 'deploy',
  exitCode,
  runId: 'run-1',
  results,
});
const view = { width: 100, style: plain, retype: (text: string) => text, cloud: 'local', choice: '--env dev --cloud local' };
const failed = delivery({
  result: 'failed',
  live: 'blue',
  error: failedQuality.error ?? { reason: 'bug', message: '' },
  steps: [step('exports', 'succeeded'), failedQuality, step('switch', 'skipped')],
});

describe('the summary of a delivery', () => {
  test('tells every step, warnings, the live slot and the digests, and that it is the local cloud', () => {
    const text = deliveryLines(summary([delivery()]), view).join('\n');
    expect(text).toContain('✓ exports');
    expect(text).toContain('unchanged: images message');
    expect(text).toContain('! scan: no database <here>');
    expect(text).toContain('live slot:');
    expect(text).toContain(`etl-ingestion@sha256:${'b'.repeat(64)}`);
    expect(text).toContain('✓ The delivery on the local cloud, not Azure succeeded');
  });

  test('of a failed gate names each broken check, the log, and the way on', () => {
    const text = deliveryLines(summary([failed], 11), view).join('\n');
    expect(text).toContain('✗ Error: 1 of 20 data-quality checks failed');
    expect(text).toContain('  insurance.policies.customer_id: completeness 0.98, threshold 0.99; for example P1, P2');
    expect(text).toContain('Where: dev-eastus/quality');
    expect(text).toContain('Log: /home/logs/quality.log');
    expect(text).toMatch(/live slot: +blue/);
    expect(text).toContain('hx deploy --env dev --cloud local --resume');
  });

  test('of targets that failed alike tells the cause once', () => {
    const text = deliveryLines(summary([failed, { ...failed, target: 'dev-westus2' }], 11), view).join('\n');
    expect(text.match(/1 of 20 data-quality/g)).toHaveLength(1 + 2);
    expect(text).toContain('Where: dev-eastus/quality, dev-westus2/quality');
  });

  test('keeps the rows of steps within a narrow terminal', () => {
    const rows = deliveryLines(summary([delivery({ steps: [step('ingest', 'succeeded', { message: 'x'.repeat(300) })] })]), { ...view, width: 50 });
    for (const row of rows.filter((line) => line.includes('ingest  '))) expect(displayWidth(row)).toBeLessThanOrEqual(50);
  });

  test('says that nothing was to be delivered where all is live', () => {
    const all = delivery({ steps: [step('exports', 'succeeded'), step('switch', 'unchanged')] });
    expect(deliveryLines(summary([all]), view).join('\n')).toContain('Nothing was to be delivered');
  });

  test.each([
    [summary([delivery()]), 'hx status'],
    [summary([{ ...failed, error: { reason: 'locked', message: '' } }], 12), 'hx status'],
    [summary([{ ...failed, error: { reason: 'stackNotFound', message: '' } }], 6), 'hx up'],
    [summary([failed], 11), 'hx deploy'],
  ])('suggests first what fits: %#', (result, command) => {
    expect(nextCommands(result, view)[0]?.command).toMatch(new RegExp(`^${command} --env dev`));
  });
});

describe('the plan of a dry run', () => {
  test('shows each step with what it waits for, its limit and its values, and what is left out', () => {
    const planned: DeliveryEvent = {
      type: 'step-planned',
      time,
      target: 'dev-eastus',
      step: 'tests',
      does: 'run pytest',
      values: { '--env': 'dev' },
      needs: ['transform'],
      timeoutMs: 60_000,
    };
    const state = reduceDelivery(emptyDelivery, planned, 0);
    const text = planLines(summary([delivery({ steps: [step('images', 'skipped'), step('tests', 'pending')] })]), state, view).join('\n');
    expect(text).toContain('- images: left out');
    expect(text).toContain('tests  run pytest after transform, within 1m 00s');
    expect(text).toContain('--env: dev');
    expect(text).toContain('nothing was changed');
  });
});

describe('the rows of running steps', () => {
  const started = (target: string): DeliveryEvent => ({ type: 'step-started', time, target, step: 'ingest', attempt: 1, log: '' });
  const begin = (targets: readonly string[]): DeliveryEvent => ({ type: 'operation-started', time, operation: 'deploy', runId: 'r', cloud: 'local', targets });

  test('follow a step from its start over what it tells to its end', () => {
    const events: readonly DeliveryEvent[] = [
      begin(['dev-eastus']),
      started('dev-eastus'),
      { type: 'step-progress', time, target: 'dev-eastus', step: 'ingest', message: '500 rows' },
      { type: 'step-finished', time, target: 'dev-eastus', step: 'ingest', result: step('ingest', 'succeeded', { warnings: ['w'] }) },
    ];
    const states = events.map((_, index) => rowsOf(events.slice(0, index + 1).reduce((state, event) => reduceDelivery(state, event, 7), emptyDelivery)));
    expect(states).toEqual([
      [],
      [{ name: 'ingest', state: 'running', startedAt: 7 }],
      [{ name: 'ingest', state: 'running', startedAt: 7, about: '500 rows' }],
      [{ name: 'ingest', state: 'warning', durationMs: 1500, about: 'ingest message' }],
    ]);
  });

  test('name the target where there are several', () => {
    const state = [begin(['a', 'b']), started('b')].reduce((all, event) => reduceDelivery(all, event, 0), emptyDelivery);
    expect(rowsOf(state).map(({ name }) => name)).toEqual(['b ingest']);
  });
});

describe('the reports of a delivery', () => {
  test('JUnit has a case a step: failed with the reason, skipped, or passed', () => {
    const xml = deliveryJunit(summary([failed], 11));
    expect(xml).toMatch(/<testsuites tests="3" failures="1" errors="0" skipped="1">/);
    expect(xml).toContain('name="hx deploy dev-eastus"');
    expect(xml).toMatch(/<testcase classname="hx.deploy.dev-eastus" name="quality"[^>]*>[\s\S]*?<failure message="1 of 20/);
  });

  test('JUnit fails also where a delivery was refused before its first step', () => {
    const xml = deliveryJunit(summary([delivery({ result: 'failed', steps: [], error: { reason: 'locked', message: 'held\u0000 by another' } })], 12));
    expect(xml).toContain('failures="1"');
    expect(xml).toContain('held\ufffd by another');
  });

  test('Markdown shows steps and failures, and lets no text of others become markup', () => {
    const text = deliveryMarkdown(summary([failed, delivery()], 11));
    expect(text).toContain('### ❌ Delivery run-1');
    expect(text).toContain('| quality | ❌ failed | 1.5s |');
    expect(text).toContain('live slot **blue**, filled slot green');
    expect(text).toContain('no database &#60;here&#62;');
  });
});
