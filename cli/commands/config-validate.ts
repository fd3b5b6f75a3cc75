// hx config validate: every problem of the environment files at once, each with its place.
import { relative } from 'node:path';
import { command } from '../command';
import { output } from '../common-options';
import { jsonLine } from '../render/ndjson';
import { counted, printable, withoutWorkflowCommands } from '../render/text';

const options = { json: output.json, noColor: output.noColor };

export const definition = command({
  description:
    'Reads every file of infra/environments and app/monitoring/alerts.yml, and holds the environments against each other: ranges that overlap, regions without a wave, retired SKUs, names too long for the cloud, unknown signals and channels of alerts. Prints every problem as file:line:column with what to write instead.',
  options,
  examples: [
    { command: 'hx config validate', about: 'before a commit' },
    { command: 'hx config validate --json | jq .problems', about: 'for an editor or a pipeline' },
  ],
  run: async ({ app, io, isJson }) => {
    const composed = await app();
    const { environments, problems } = await composed.validate();
    if (isJson) {
      io.stdout.print(jsonLine({ version: 1, environments, problems }));
      return problems.length === 0 ? 'ok' : 'usage';
    }
    const { style } = io.stdout;
    for (const { file, line, column, path, message, suggestion } of problems) {
      const place = `${relative(composed.root, file)}:${line}:${column}`;
      const text = printable(`${path === '' ? '' : `${path}: `}${message}`);
      io.stdout.print(withoutWorkflowCommands(`${style.bold(place)}: ${text}`));
      if (suggestion !== undefined) io.stdout.print(withoutWorkflowCommands(`  ${style.cyan('Suggestion:')} ${printable(suggestion)}`));
    }
    if (problems.length > 0) {
      io.stderr.print(`${io.stderr.style.red('✗')} ${counted(problems.length, 'problem')} in the configuration`);
      return 'usage';
    }
    io.stdout.print(`${style.green('✓')} ${counted(environments.length, 'environment')} valid: ${environments.join(', ')}`);
    return 'ok';
  },
});
