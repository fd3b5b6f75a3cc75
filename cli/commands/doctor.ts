// hx doctor: what hx needs on this machine, what was found, and the command that brings what is missing.
import { command } from '../command';
import { cloud, output } from '../common-options';
import type { Check } from '../../automation/doctor';
import { jsonLine } from '../render/ndjson';
import type { Style } from '../render/style';
import { counted, padEnd, printable, wrap } from '../render/text';

const options = { ...cloud, ...output };

export const definition = command({
  description:
    'Checks node, the engine, provider plugins or the local cloud, credentials, git, docker, python, psql and trivy. Each line says what was found, what hx needs it for, and the command that fixes it. Ends with 0 where everything that hx can’t do without is there.',
  options,
  examples: [
    { command: 'hx doctor', about: 'on a new machine' },
    { command: 'hx doctor --cloud azure --json', about: 'in CI, before a deployment' },
  ],
  run: async (context, given) => {
    const { io, isJson } = context;
    const app = await context.app();
    const checks = await app.doctor(app.cloudChoice(given.cloud));
    const isHealthy = checks.every(({ status }) => status === 'ok' || status === 'optional-missing');
    if (isJson) {
      io.stdout.print(jsonLine({ version: 1, healthy: isHealthy, checks }));
      return isHealthy ? 'ok' : 'failure';
    }
    const label = Math.max(...checks.map(({ name }) => name.length));
    io.stdout.print(...checks.flatMap((check) => checkLines(check, label, io.stdout.width(), io.stdout.style)), '', verdict(checks, io.stdout.style));
    return isHealthy ? 'ok' : 'failure';
  },
});

const marks = {
  ok: { symbol: '✓', colour: 'green', word: '' },
  missing: { symbol: '✗', colour: 'red', word: 'missing' },
  outdated: { symbol: '✗', colour: 'red', word: 'too old' },
  'optional-missing': { symbol: '·', colour: 'dim', word: 'not there' },
} as const;

function checkLines({ name, status, found, wanted, why, fix }: Check, label: number, width: number, style: Style): readonly string[] {
  const { symbol, colour, word } = marks[status];
  // What was found instead says by itself that it is not there.
  const isSaid = found !== undefined && (status === 'missing' || status === 'optional-missing');
  const what = [found === undefined ? '' : printable(found), isSaid ? '' : word, status === 'ok' ? '' : `(needs ${printable(wanted)})`]
    .filter((part) => part !== '')
    .join(' ');
  const head = `${style[colour](symbol)} ${padEnd(name, label)}  ${status === 'ok' ? what : style[colour](what)}`;
  if (status === 'ok') return [head];
  const indent = ' '.repeat(width < 60 ? 4 : label + 4);
  return [
    head,
    ...wrap(printable(why), Math.max(20, width - indent.length)).map((line) => `${indent}${line}`),
    ...(fix === undefined ? [] : [`${indent}${style.cyan('Fix:')} ${style.bold(printable(fix))}`]),
  ];
}

function verdict(checks: readonly Check[], style: Style): string {
  const broken = checks.filter(({ status }) => status === 'missing' || status === 'outdated').length;
  const optional = checks.filter(({ status }) => status === 'optional-missing').length;
  if (broken > 0) return style.red(`✗ ${counted(broken, 'need')} not met`);
  return `${style.green('✓ Ready.')}${optional > 0 ? ` ${counted(optional, 'optional thing')} not there; nothing of hx up needs ${optional === 1 ? 'it' : 'them'}.` : ''}`;
}
