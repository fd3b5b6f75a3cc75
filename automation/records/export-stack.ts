// Gives a stack's export anew from the backend's checkpoint, and keeps it under HX_HOME/exports.
import { HxError } from '../errors';
import { ensurePassphrase } from '../pulumi';
import type { CloudName, Program } from '../programs';
import type { OperationDeps } from '../run';
import { emitter, newRun } from '../run/context';
import { recordExport } from '../run/record';
import { unitsOf } from '../run/schedule';
import { StackSession } from '../run/session';
import { verifyState } from '../run/verify';
import { redactor } from '../redact';
import type { Target } from '../targets';
import { readStackExport } from './exports';
import type { StackExport } from './types';

/** Throws HxError `stackNotFound` where the stack never was up, `expectation` where its state does not pass verification. */
export async function exportStack(target: Target, program: Program, cloud: CloudName, deps: OperationDeps): Promise<StackExport> {
  await deps.mustHaveCredentials(cloud);
  const [unit] = unitsOf([target], [{ ...program, dependsOn: [] }], cloud);
  if (unit === undefined) throw new Error('a target with a program is a stack');
  const request = {
    kind: 'preview',
    targets: [target],
    programs: [program],
    cloud,
    parallel: 1,
    waitLockMs: 0,
    includeProtected: false,
    dryRun: true,
  } as const;
  const ports = {
    emit: () => undefined,
    confirm: () => Promise.resolve('declined' as const),
    startCloud: () => Promise.resolve({ environment: {}, stop: () => Promise.resolve() }),
    startPolicies: () => Promise.reject(new HxError('bug', 'an export is judged by no policy')),
    cancelled: new AbortController().signal,
  };
  const secrets = [await ensurePassphrase(deps.paths)];
  const session = new StackSession(newRun(request, ports, deps, secrets, emitter(ports, redactor(secrets), deps.now)), unit);
  try {
    await verifyState(session, true);
    if (session.isNew)
      throw new HxError('stackNotFound', `${unit.name} does not exist`, {
        target: target.name,
        suggestion: `hx up --env ${target.env} --region ${target.region} --cloud ${cloud}`,
      });
    await recordExport(session);
  } finally {
    await session.close();
  }
  const file = await readStackExport(deps.paths, target, program, cloud);
  if (file === undefined) throw new HxError('stackNotFound', `${unit.name} does not exist`, { target: target.name });
  return file;
}
