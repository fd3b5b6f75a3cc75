// hx policy new: the files of a new policy, ready to be filled in.
import { command } from '../command';
import { output } from '../common-options';
import { jsonLine } from '../render/ndjson';

const options = { json: output.json, noColor: output.noColor };

export const definition = command({
  description:
    'Writes a new policy with its row in the catalogue and its table of cases. What it writes works at once: it judges a kind that the programs do not have, and after node scripts/generate-docs.mjs the tests pass. Then fill in what it is for; for a kind of ours, test/policy/mutations wants a row that breaks it.',
  arguments: [{ name: 'name', description: '<area>-<topic>, like storage-soft-delete', isRequired: true }],
  options,
  examples: [{ command: 'hx policy new storage-soft-delete', about: 'then: node scripts/generate-docs.mjs && npm test -- test/policy' }],
  run: async ({ app, io, isJson }, _given, [name = '']) => {
    const files = await (await (await app()).policies()).create(name);
    if (isJson) io.stdout.print(jsonLine({ version: 1, policy: name, files }));
    else
      io.stdout.print(
        ...files.map((file) => `${io.stdout.style.green('✓')} ${file}`),
        '',
        'Next',
        '  node scripts/generate-docs.mjs',
        '  npm test -- test/policy',
        `  hx policy explain ${name}`,
      );
    return 'ok';
  },
});
