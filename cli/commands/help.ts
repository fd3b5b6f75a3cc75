// hx help: the pages behind `--help`, and the topics.
import { HxError } from '../../automation/errors';
import { nearest } from '../../automation/nearest';
import { command } from '../command';
import { commandPage, environmentPage, exitCodesPage, overviewPage, parentPage } from '../help';
import { version } from '../version';
import { output } from '../common-options';

const topics = ['exit-codes', 'environment'] as const;

export const definition = command({
  description: 'Without a topic: all commands. With a command: its options and examples. Topics: exit-codes, environment.',
  arguments: [
    { name: 'topic', description: 'a command, exit-codes or environment', isRequired: false },
    { name: 'subcommand', description: 'the second word of a command: hx help config show', isRequired: false },
  ],
  options: { noColor: output.noColor },
  examples: [
    { command: 'hx help up', about: 'options and examples of hx up' },
    { command: 'hx help exit-codes', about: 'what each exit code means' },
  ],
  run: async ({ io }, _given, words) => {
    const { rows } = await import('.');
    const page = { width: io.stdout.width(), style: io.stdout.style };
    const topic = words.join(' ');
    const row = rows.find(({ name }) => name === topic);
    if (topic === '') io.stdout.print(...overviewPage(rows, version(), page));
    else if (topic === 'exit-codes') io.stdout.print(...exitCodesPage(page));
    else if (topic === 'environment') io.stdout.print(...environmentPage(page));
    else if (row !== undefined) io.stdout.print(...commandPage(row, (await row.load()).definition, page));
    else if (rows.some(({ name }) => name.startsWith(`${topic} `))) io.stdout.print(...parentPage(topic, rows, page));
    else {
      const close = nearest(topic, [...topics, ...rows.filter(({ isHidden }) => isHidden !== true).map(({ name }) => name)]);
      throw new HxError('usage', `There is no help on '${topic}'.`, { suggestion: close === undefined ? 'hx help' : `hx help ${close}` });
    }
    return 'ok';
  },
});
