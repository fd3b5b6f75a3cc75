// hx cloud fault: makes coming calls to the local cloud fail.
import { HxError } from '../../automation/errors';
import { faultErrors, faultOperations } from '../cloud-admin';
import { command } from '../command';
import { output } from '../common-options';
import { choice, flag, integer, text } from '../option';
import { counted } from '../render/text';

const options = {
  kind: text('--kind <type>', 'resource type like Microsoft.Storage/storageAccounts, or * for all'),
  op: choice('--op <operation>', 'the call that fails', faultOperations),
  error: choice('--error <error>', 'how it fails: an HTTP status, a timeout, a hang, a write that is half done, or an answer that is lost', faultErrors),
  times: integer('--times <n>', 'how many calls fail', { min: 1, max: 1_000_000 }, '1'),
  clear: flag('--clear', 'switch all faults off'),
  noColor: output.noColor,
};

export const definition = command({
  description:
    'Rehearses failures: the next calls of a kind are refused, run out of time, hang, are done by half, or are done and not answered. hx cloud status lists the faults that are still to come.',
  options,
  examples: [
    { command: 'hx cloud fault --kind Microsoft.KeyVault/vaults --op create --error 409 --times 1', about: 'the name is taken, once' },
    { command: "hx cloud fault --kind '*' --op update --error 429 --times 5", about: 'throttling' },
    { command: 'hx cloud fault --clear', about: 'back to normal' },
  ],
  run: async ({ app, io }, { kind, op, error, times, clear }) => {
    const isFault = kind !== undefined && op !== undefined && error !== undefined;
    if (clear ? kind !== undefined || op !== undefined || error !== undefined || times !== undefined : !isFault) {
      throw new HxError('usage', 'Give --kind, --op and --error, or --clear alone.', { suggestion: 'hx cloud fault --help' });
    }
    const admin = await (await app()).localCloud();
    if (!isFault) {
      admin.clearFaults();
      io.stdout.print('The local cloud has no faults any more.');
      return 'ok';
    }
    admin.fault({ kind, op, error, times: times ?? 1 });
    io.stdout.print(`The local cloud, not Azure, answers the next ${counted(times ?? 1, `${op} call`)} of ${kind} with ${error}.`);
    return 'ok';
  },
});
