// hx __complete: what may stand at the cursor, one candidate a line, with its description after a tab. Reads names alone; never an error.
import { candidates } from '../completion/candidates';
import { command } from '../command';

export const definition = command({
  description: 'Answers completion scripts.',
  options: {},
  examples: [],
  run: async ({ io, app }, _given, words) => {
    const { rows } = await import('.');
    const typed = words[0] === '--' ? words.slice(1) : words;
    const found = await candidates(typed, rows, async () => (await app()).targetNames());
    if (found.length > 0) io.stdout.print(...found.map(({ value, about }) => (about === '' ? value : `${value}\t${about}`)));
    return 'ok';
  },
});
