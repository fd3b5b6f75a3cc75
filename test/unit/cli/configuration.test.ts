import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '../../../cli/compose-targets';

const root = join(__dirname, '../../..');
const shippedAlerts = join(root, 'app/monitoring/alerts.yml');
const folder = mkdtempSync(join(tmpdir(), 'hx-alerts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const withAlerts = async (from: string, to: string): ReturnType<typeof loadConfiguration> => {
  const text = readFileSync(shippedAlerts, 'utf8');
  if (!text.includes(from)) throw new Error(`the alerts have no ${from}`);
  const file = join(folder, 'alerts.yml');
  writeFileSync(file, text.replace(from, to));
  return loadConfiguration(join(root, 'infra/environments'), file);
};

describe('the alerts', () => {
  test.each([
    ['an unknown condition', "pipeline_status == 'failed'\n", "pipeline_stauts == 'failed'\n", 'is not a signal (did you mean pipeline_status?)'],
    ['an unknown channel', '[email, slack, pagerduty]', '[email, slak]', 'is not a channel (did you mean slack?)'],
    ['an unknown severity', 'severity: critical', 'severity: critcal', 'is not allowed (did you mean critical?)'],
    ['malformed YAML', 'severity: critical', 'severity: [', 'Flow sequence'],
  ])('with %s stop everything before a program runs, with file and line', async (_, from, to, message) => {
    const configuration = await withAlerts(from, to);
    await expect(configuration.targets()).rejects.toMatchObject({ reason: 'usage', message: expect.stringMatching(/alerts\.yml:1[5-8]:\d+: /) });
    await expect(configuration.targets()).rejects.toThrow(message);
    expect(configuration.validation()).toMatchObject({ environments: [], problems: [expect.objectContaining({ file: join(folder, 'alerts.yml') })] });
  });

  test('that are missing are a problem of the configuration too', async () => {
    const configuration = await loadConfiguration(join(root, 'infra/environments'), join(folder, 'nothing.yml'));
    await expect(configuration.targets()).rejects.toThrow(/nothing\.yml:1:1: /);
  });

  test('as they are shipped leave every environment valid', async () => {
    const configuration = await loadConfiguration(join(root, 'infra/environments'), shippedAlerts);
    expect(configuration.validation()).toEqual({ environments: ['dev', 'prod', 'staging'], problems: [] });
  });
});
