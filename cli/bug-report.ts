// A bug of hx: the whole story goes to a file, one sentence goes to the screen. Secrets of the environment never get into the file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ErrorRecord } from '../automation/errors';
import { variableNames, variables as declared, type Variable, type Variables } from './environment';
import { version } from './version';

/** Writes the report below HX_HOME and returns the error as it is shown: without a stack trace, with the report's path. */
export async function reportBug(
  record: ErrorRecord,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  variables: Variables,
): Promise<ErrorRecord> {
  const { projectRoot } = await import('./project-root');
  const folder = join(resolve(variables.HX_HOME ?? join(projectRoot(), '.hx')), 'reports');
  const time = new Date().toISOString();
  const file = join(folder, `bug-${time.replace(/[:.]/g, '-')}-${process.pid}.txt`);
  const text = [
    `hx ${version()}, node ${process.version}, ${process.platform} ${process.arch}, ${time}`,
    `command: ${['hx', ...argv].join(' ')}`,
    ...variableNames.filter((name) => name.startsWith('HX_') && variables[name] !== undefined).map((name) => `${name}=${variables[name] ?? ''}`),
    '',
    withoutSecrets(record.message, env),
    '',
  ];
  const [first = ''] = withoutSecrets(record.message, env).split('\n');
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text.join('\n'), { mode: 0o600 });
    return { reason: 'bug', message: `hx has a bug: ${first}`, log: file, suggestion: 'send the report file to the maintainers' };
  } catch (cause) {
    return {
      reason: 'bug',
      message: `hx has a bug: ${first}\nThe report could not be written: ${cause instanceof Error ? cause.message : String(cause)}\n${record.message}`,
    };
  }
}

const isSecret = (name: (typeof variableNames)[number]): boolean => (declared[name] as Variable).isSecret === true;

function withoutSecrets(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const secrets = variableNames.filter(isSecret).flatMap((name) => env[name] ?? []);
  return secrets.filter((secret) => secret.length >= 4).reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}
