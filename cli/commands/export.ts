// hx export: the stack exports as app steps read them. Data on stdout alone.
import type { Program } from '../../automation';
import { HxError } from '../../automation/errors';
import { command } from '../command';
import { cloud, output, selection } from '../common-options';
import { jsonLine } from '../render/ndjson';

const options = { ...selection, ...cloud, json: output.json, noColor: output.noColor };

export const definition = command({
  description:
    'Prints one JSON object with the export of every stack of the chosen targets: its outputs without secrets, and its checkpoint, in which secrets stay encrypted. Made anew from the backend.',
  options,
  examples: [
    { command: 'hx export --env dev --region eastus --cloud local > dev.json', about: 'keep a copy' },
    { command: "hx export --env prod | jq '.stacks[].checkpointDigest'", about: 'digests of what is recorded' },
  ],
  exits: ['authentication', 'stackNotFound'],
  run: async (context, given) => {
    const app = await context.app();
    const { targets, cloud: name } = await app.choose(given, given.cloud);
    const { exportStack } = await import('../../automation');
    const deps = await app.deps();
    const stacks: object[] = [];
    for (const target of targets) {
      for (const program of await app.programs()) {
        const file = await exportStack(target, program, name, deps).catch((error: unknown) => unlessDelivery(program, error));
        if (file !== undefined) stacks.push(file);
      }
    }
    context.io.stdout.print(given.json ? jsonLine({ version: 1, stacks }) : JSON.stringify({ version: 1, stacks }, undefined, 2));
    return 'ok';
  },
});

/** A target to which nothing was deployed yet is whole without such a stack. */
function unlessDelivery({ phase }: Program, error: unknown): undefined {
  if (phase === 'delivery' && error instanceof HxError && error.reason === 'stackNotFound') return undefined;
  throw error;
}
