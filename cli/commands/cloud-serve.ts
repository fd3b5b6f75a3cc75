// hx cloud serve: the local cloud's providers for an engine that somebody else starts, until Ctrl-C.
import { command } from '../command';
import { output } from '../common-options';
import { jsonLine } from '../render/ndjson';

export const definition = command({
  description: 'Serves the local cloud on loopback and prints the variables that attach a bare pulumi to it. Runs until Ctrl-C.',
  options: { json: output.json, noColor: output.noColor },
  examples: [{ command: 'hx cloud serve', about: 'then, in another terminal, paste the export line and run pulumi preview -s dev-eastus' }],
  exits: ['cancelled'],
  run: async ({ app, io, isJson, cancelled }) => {
    const admin = await (await app()).localCloud();
    const session = await admin.serve();
    try {
      if (isJson) io.stdout.print(jsonLine({ version: 1, environment: session.environment }));
      else for (const [name, value] of Object.entries(session.environment)) io.stdout.print(`export ${name}='${value.replaceAll("'", `'\\''`)}'`);
      io.stderr.print('The local cloud, not Azure, is served until Ctrl-C.');
      await new Promise<void>((resolve) => cancelled.addEventListener('abort', () => resolve(), { once: true }));
    } finally {
      await session.stop();
    }
    return 'ok';
  },
});
