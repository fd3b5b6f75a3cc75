// Where the platform's alerts come from: app/monitoring/alerts.yml for the rules, the stack's secret configuration for the addresses.
import { Config, log } from '@pulumi/pulumi';
import { join } from 'node:path';
import type { ChannelAddresses } from '../components/alerts';
import type { RegionSettings } from '../config/environment';
import { formatProblem } from '../config/problems';
import type { CompiledAlerts } from '../monitoring/alert-types';
import { loadAlerts } from '../monitoring/load-alerts';
import { projectRoot } from './project-root';

/** Throws with every problem of the file, each with its line. */
export function compiledAlerts(file = join(projectRoot, 'app', 'monitoring', 'alerts.yml')): CompiledAlerts {
  const result = loadAlerts(file);
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result;
}

const secretKeys = ['slackWebhookUrl', 'pagerdutyWebhookUrl'] as const;

/**
 * Addresses of the channels. The rehearsal in the local cloud has stand-ins that lead nowhere; on Azure a missing secret is a warning, and in a
 * protected environment an error, because an alert that reaches nobody is worse than none.
 */
export function channelAddresses(settings: RegionSettings, cloud: 'azure' | 'local', config = new Config('hx')): ChannelAddresses {
  const email = settings.notifications.email;
  const found = secretKeys.map((key) => ({
    key,
    value: config.getSecret(key) ?? (cloud === 'local' ? `https://${key.toLowerCase()}.invalid/local-cloud` : undefined),
  }));
  const missing = found.flatMap(({ key, value }) => (value === undefined ? [key] : []));
  if (missing.length > 0) {
    const commands = missing.map((key) => `pulumi config set --secret hx:${key} <url> --stack ${settings.environment}-${settings.region}`);
    const message = `the stack lacks the secret address of ${missing.length === 1 ? 'an alert channel' : 'alert channels'}; type: ${commands.join(' and ')}`;
    if (settings.protected) throw new Error(message);
    void log.warn(`${message}. Until then these alerts reach nobody`);
  }
  return { email, ...Object.fromEntries(found.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value]]))) };
}
