// Where the platform's alerts come from: app/monitoring/alerts.yml for the rules, the stack's secret configuration for the addresses.
import { Config, log, type Output } from '@pulumi/pulumi';
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
type SecretKey = (typeof secretKeys)[number];

/**
 * Addresses of the channels. The rehearsal in the local cloud has stand-ins that lead nowhere; on Azure a missing secret is a warning, and in a
 * protected environment an error, because an alert that reaches nobody is worse than none.
 */
export function channelAddresses(settings: RegionSettings, cloud: 'azure' | 'local', config = new Config('hx')): ChannelAddresses {
  const email = settings.notifications.email;
  const found = secretKeys.flatMap((key): readonly [SecretKey, Output<string> | string][] => {
    const value = config.getSecret(key);
    if (value !== undefined) return [[key, value]];
    if (cloud === 'local') return [[key, `https://${key.toLowerCase()}.invalid/local-cloud`]];
    const missing = `the stack has no secret hx:${key}; type: pulumi config set --secret hx:${key} <url> --stack ${settings.environment}-${settings.region}`;
    if (settings.protected) throw new Error(missing);
    void log.warn(`${missing}; until then this channel's alerts reach nobody`);
    return [];
  });
  return { email, ...Object.fromEntries(found) };
}
