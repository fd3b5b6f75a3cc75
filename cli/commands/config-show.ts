// hx config show: the settings in force in one region, as YAML or JSON, and on demand where each of them is written.
import { relative } from 'node:path';
import { HxError } from '../../automation/errors';
import { command } from '../command';
import { output } from '../common-options';
import { flag, text } from '../option';
import { jsonLine } from '../render/ndjson';
import { tableLines, type Column } from '../render/table';
import type { ExplainedSetting } from '../app';

const options = {
  env: text('-e, --env <name>', 'environment', 'env'),
  region: text('-r, --region <name>', 'region; may be left out where the environment has one alone', 'region'),
  explain: flag('--explain', 'also show for each value the file and line that decide it'),
  json: output.json,
  noColor: output.noColor,
};

export const definition = command({
  description:
    'Prints the settings of one environment in one region with the region’s overrides applied and all defaults filled in: exactly what the programs get.',
  options,
  examples: [
    { command: 'hx config show --env prod --region westus2', about: 'as YAML' },
    { command: 'hx config show --env dev --json | jq .settings.databricks', about: 'one part of it, as JSON' },
    { command: 'hx config show --env prod --region eastus --explain', about: 'which line of which file decides' },
  ],
  run: async (context, given) => {
    const { io, isJson } = context;
    const app = await context.app();
    const { env, region } = given;
    const targets = await app.select({ env: env === undefined ? [] : [env], region: region === undefined ? [] : [region], all: false });
    const [target, ...others] = targets;
    if (target === undefined || others.length > 0) {
      const regions = targets.map((one) => one.region).join(', ');
      throw new HxError('usage', `${env ?? ''} has several regions; choose one of ${regions}.`, {
        suggestion: `hx config show --env ${env ?? ''} --region ${target?.region ?? ''}`,
      });
    }
    const { settings } = target;
    const explained = given.explain ? await app.explain(target) : undefined;
    if (isJson) {
      io.stdout.print(jsonLine({ version: 1, env: target.env, region: target.region, settings, ...(explained === undefined ? {} : { origins: explained }) }));
    } else if (explained !== undefined) {
      io.stdout.print(...tableLines(columns(app.root), explained, io.stdout.tableWidth(), io.stdout.style));
    } else {
      const { stringify } = await import('yaml');
      io.stdout.write(stringify(settings, { lineWidth: 0 }));
    }
    return 'ok';
  },
});

const columns = (root: string): readonly Column<ExplainedSetting>[] => [
  { title: 'setting', isPriority: true, cell: ({ path }) => path },
  { title: 'value', isPriority: true, cell: ({ value }) => (typeof value === 'string' ? value : JSON.stringify(value)) },
  {
    title: 'from',
    isPriority: true,
    cell: ({ source, file, line }) => (file === undefined ? 'the default' : `${source}, ${relative(root, file)}:${line ?? 1}`),
  },
];
