// Advice that several commands give in the same words. Pure.
import { HxError } from '../../automation/errors';

/** Neither a cloud was chosen nor are there credentials: one sentence, and what to type. */
export const credentialsMissing = (cause: HxError): HxError =>
  new HxError(
    'authentication',
    'No cloud was chosen and no Azure credentials were found: rehearse on this machine with --cloud local, or sign in with az login.',
    {
      suggestion: '--cloud local',
      cause,
    },
  );
