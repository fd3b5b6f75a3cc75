import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileAlerts, type AlertRule, type CompiledAlerts } from '../../../../infra/monitoring/alerts';
import { formatCondition, parseCondition } from '../../../../infra/monitoring/condition';
import { checkName, resourceNames } from '../../../../infra/naming';

const file = 'app/monitoring/alerts.yml';
const shipped = readFileSync(join(__dirname, '..', '..', '..', '..', file), 'utf8');

function compiled(text: string): CompiledAlerts {
  const result = compileAlerts(text, file);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result;
}
const first = (text: string): string => {
  const result = compileAlerts(text, file);
  const problem = 'problems' in result ? result.problems[0] : undefined;
  return problem === undefined
    ? 'accepted'
    : `${problem.file}:${problem.line}: ${problem.message}${problem.suggestion === undefined ? '' : ` (${problem.suggestion})`}`;
};
const changed = (from: string, to: string): string => {
  if (!shipped.includes(from)) throw new Error(`no ${from}`);
  return shipped.replace(from, to);
};
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('the shipped alerts', () => {
  const { rules, actionGroups } = compiled(shipped);
  const rule = (key: string): AlertRule | undefined => rules.find((candidate) => candidate.key === key);

  test('Pipeline Failure is critical, counts failed runs in Application Insights and tells everyone', () => {
    expect(rule('pipeline-failure')).toMatchObject({
      kind: 'scheduledQuery',
      scope: 'appInsights',
      displayName: 'Pipeline Failure',
      severity: 0,
      timeAggregation: 'Count',
      operator: 'GreaterThan',
      threshold: 0,
      actionGroups: ['email', 'slack', 'pagerduty'],
      query: expect.stringContaining("tostring(customDimensions['pipeline.status']) == 'failed'"),
    });
  });

  test('Data Quality Issues is a warning about the worst score of the window', () => {
    expect(rule('data-quality-issues')).toMatchObject({
      kind: 'scheduledQuery',
      scope: 'appInsights',
      severity: 2,
      timeAggregation: 'Minimum',
      metricMeasureColumn: 'score',
      operator: 'LessThan',
      threshold: 0.95,
      actionGroups: ['email', 'slack'],
      query: expect.stringContaining("name == 'data_quality_score'"),
    });
  });

  test('High Resource Usage is a warning about the machines in the group that Databricks manages', () => {
    expect(rule('high-resource-usage')).toMatchObject({
      kind: 'metric',
      scope: 'databricksManagedGroup',
      severity: 2,
      metricName: 'Percentage CPU',
      timeAggregation: 'Average',
      operator: 'GreaterThan',
      threshold: 80,
      actionGroups: ['slack'],
    });
  });

  test('each channel in use is one action group, and none has an address in it', () => {
    expect(actionGroups).toEqual([
      { key: 'email', shortName: 'hx-email', receiver: { kind: 'email' } },
      { key: 'slack', shortName: 'hx-slack', receiver: { kind: 'logicApp', secret: 'slackWebhookUrl' } },
      { key: 'pagerduty', shortName: 'hx-pagerduty', receiver: { kind: 'webhook', secret: 'pagerdutyWebhookUrl' } },
    ]);
    expect(JSON.stringify({ rules, actionGroups })).not.toMatch(/https?:|@/);
  });

  test('short names, frequencies, windows and names are ones that Azure takes', () => {
    const minutes = (duration: string): number => Number(/^PT(\d+)M$/.exec(duration)?.[1]);
    const names = resourceNames({ project: 'hiscox-etl', environment: 'staging', region: 'westus2', azure: { subscriptionId: 's' } });
    for (const { shortName, key } of actionGroups) {
      expect(shortName).toMatch(/^[A-Za-z0-9-]{1,12}$/);
      expect(checkName({ kind: 'actionGroup', name: names.actionGroup(key) })).toBeUndefined();
    }
    for (const { evaluationFrequency, windowSize, key } of rules) {
      expect([5, 10, 15, 30]).toContain(minutes(evaluationFrequency));
      expect(minutes(windowSize)).toBeGreaterThan(minutes(evaluationFrequency));
      expect(checkName({ kind: 'alertRule', name: names.alertRule(key) })).toBeUndefined();
    }
  });
});

describe('mistakes name the file and the line', () => {
  test.each([
    ["pipeline_status == 'failed'\n", "pipline_status == 'failed'\n", 'pipline_status ==', '"pipline_status" is not a signal (did you mean pipeline_status?)'],
    ["pipeline_status == 'failed'\n", 'disk_usage > 80%\n', 'disk_usage', 'the signals are pipeline_status, data_quality_score, databricks_cluster_cpu'],
    ["pipeline_status == 'failed'\n", "pipeline_status == 'faild'\n", "'faild'", `pipeline_status is never "faild" (did you mean 'failed'?)`],
    ["pipeline_status == 'failed'\n", 'pipeline_status == failed\n', '== failed', "is not text in quotes (write pipeline_status == 'failed')"],
    ["pipeline_status == 'failed'\n", "pipeline_status = 'failed'\n", "= 'failed'", 'can\'t be compared with "=" (write ==)'],
    ["pipeline_status == 'failed'\n", "pipeline_status > 'failed'\n", "> 'failed'", 'is text and can\'t be compared with ">"'],
    ['data_quality_score < 0.95', 'data_quality_score == 0.95', 'score == 0.95', 'write one of <, <=, >, >='],
    ['data_quality_score < 0.95', 'data_quality_score < 95', 'score < 95', 'is a share from 0 to 1, never 95 (write 95% if per cent is meant)'],
    ['data_quality_score < 0.95', 'data_quality_score < ninety', 'ninety', '"ninety" is not a number'],
    ['data_quality_score < 0.95', 'data_quality_score <', 'data_quality_score <\n', 'is not a condition'],
    ['databricks_cluster_cpu > 80%', 'databricks_cluster_cpu > 180%', '180%', 'is per cent, never 180%'],
    ['databricks_cluster_cpu > 80%', 'databricks_cluster_cpu > 0.8', '> 0.8', 'write 80%, or 0.8%'],
    ['databricks_cluster_cpu > 80%', "databricks_cluster_cpu > 80%' or '1' == '1", "or '1'", 'is not a number'],
    ['severity: critical', 'severity: critcal', 'critcal', '"critcal" is not allowed (did you mean critical?)'],
    ['severity: critical', 'severity: 0', 'severity: 0', '"0" is not allowed (write one of critical, error, warning, info)'],
    ['channels: [slack]', 'channels: [teams]', '[teams]', '"teams" is not a channel (the channels are email, slack, pagerduty)'],
    ['channels: [slack]', 'channels: [slak]', '[slak]', 'did you mean slack?'],
    ['channels: [slack]', 'channels: [slack, slack]', '[slack, slack]', 'is named twice'],
    ['channels: [slack]', 'channels: []', 'channels: []', 'takes at least 1 entry, and has 0'],
    ['channels: [slack]', 'chanels: [slack]', 'chanels', 'the field "chanels" is not known (did you mean channels?)'],
    ['name: High Resource Usage', 'name: pipeline-failure', 'pipeline-failure', 'has the name of an earlier one, "Pipeline Failure"'],
    ['name: High Resource Usage', 'name: "a/../b"', 'a/../b', 'is not allowed: a name starts with a letter'],
    ['    condition: databricks_cluster_cpu > 80%\n', '', 'name: High', 'is missing (add condition: it takes text)'],
  ])('%j as %j', (from, to, place, message) => {
    const text = changed(from, to);
    expect(first(text)).toContain(message);
    expect(first(text)).toContain(`${file}:${lineOf(text, place)}:`);
  });

  test.each([
    ['', 'is empty'],
    ['alerts: []', 'takes at least 1 entry'],
    ['- a', 'takes a map, and has a list'],
    ['alert: []', 'did you mean alerts?'],
  ])('%j: %s', (text, message) => {
    expect(first(text)).toContain(message);
  });

  test('all of them come at once', () => {
    const result = compileAlerts(changed('[email, slack]', '[email, slak]').replace('> 80%', '> 180%').replace('pipeline_status ==', 'pipeline ='), file);
    expect('problems' in result ? result.problems.length : 0).toBe(3);
  });
});

describe('conditions', () => {
  test.each([
    ["pipeline_status=='failed'", "pipeline_status == 'failed'"],
    ['pipeline_status != "succeeded"', "pipeline_status != 'succeeded'"],
    ['data_quality_score<95%', 'data_quality_score < 0.95'],
    ['data_quality_score >= 57%', 'data_quality_score >= 0.57'],
    ['  databricks_cluster_cpu  >=  80 ', 'databricks_cluster_cpu >= 80%'],
  ])('%s is read as %s', (text, expected) => {
    const parsed = parseCondition(text);
    expect('condition' in parsed && formatCondition(parsed.condition)).toBe(expected);
  });

  test('what is written back is read as the same', () => {
    const number = fc.integer({ min: 2, max: 100 });
    const condition = fc.oneof(
      fc
        .tuple(fc.constantFrom('==', '!='), fc.constantFrom('failed', 'succeeded', 'cancelled'))
        .map(([comparison, value]) => `pipeline_status ${comparison} '${value}'`),
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), number).map(([comparison, value]) => `data_quality_score ${comparison} ${value / 100}`),
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), number).map(([comparison, value]) => `databricks_cluster_cpu ${comparison} ${value}%`),
    );
    fc.assert(
      fc.property(condition, (text) => {
        const parsed = parseCondition(text);
        expect('condition' in parsed && formatCondition(parsed.condition)).toBe(text);
      }),
    );
  });

  test('whatever is written, a query gets a value of the table alone', () => {
    const accepted = (text: string): unknown => {
      const parsed = parseCondition(`pipeline_status == ${text}`);
      return 'condition' in parsed ? parsed.condition.value : 'refused';
    };
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => expect(['failed', 'succeeded', 'cancelled', 'refused']).toContain(accepted(text))));
    for (const text of ["'failed' or 1==1", "'x'|drop", `'failed"`, "''", "'failed'' '"]) expect(accepted(text)).toBe('refused');
  });
});

test('the order of channels in the file changes no resource', () => {
  expect(compiled(changed('[email, slack, pagerduty]', '[pagerduty, email, slack]'))).toEqual(compiled(shipped));
});

test('a channel that no alert uses makes no action group', () => {
  expect(compiled(changed('[email, slack, pagerduty]', '[email, slack]')).actionGroups.map(({ key }) => key)).toEqual(['email', 'slack']);
});

test('a comparison the other way round watches the best score', () => {
  expect(compiled(changed('data_quality_score < 0.95', 'data_quality_score > 0.99')).rules[1]).toMatchObject({
    timeAggregation: 'Maximum',
    operator: 'GreaterThan',
    threshold: 0.99,
  });
});
